// Package channeltest plays conversations through a real channel: the transcripts of bot/conversation, which say what
// a reporter does and sees. A channel is finished when every one of them passes through it.
//
//	channeltest.Play(t, engine, script, "bg", func(t testing.TB, h channel.Handler, lang string) channeltest.Person {
//		… start the channel with h, and be the person at its far end
//	})
//
// Behind the channel stands the house of bot/conversation/chat, a reception with its register in memory. Play looks
// both ways: whether what the person does arrives as the event that the transcript means, and whether what the house
// says is what the person sees, button by button, with nothing left standing after a hiding.
//
// The package must never be part of the program.
package channeltest
