// Package conversation leads a reporter from the first word to "send". It is pure: a step takes where a chat stands
// and one thing that happened, and gives where it stands now, what to say and what must be done outside.
//
//	e := conversation.New(questions, texts, lex, services)
//	s := e.Begin("bg")
//	res := e.Step(s, conversation.Event{ID: "1", At: now, Text: "/start"})
//
// Whoever runs it (the reception) carries out res.Effects in order and hands each [Outcome] back to Step; only then
// is the rest said. So "I have sent it" can be said only of what was sent. A draft is named by the reception: where
// Session.Draft.ID is empty, it sets a random one before it calls Step.
//
// Which questions there are, who is asked them and in which order is data (questionnaire.yaml); the words are those
// of package i18n. Which words a typed answer may have is typed.go's and the lexicon's.
//
// The package must never read a clock, draw chance, or touch a network, a file or a store while it steps; it never
// puts a reporter's words into an error, and it shows what was told to nobody who comes back with a code.
package conversation
