// Package telegramtest plays Telegram in tests: a Bot API server on a free port, and the people who write to the bot.
//
//	tg := telegramtest.New(t)
//	… run the program against tg.URL with tg.Token …
//	tg.Say(7, "/start")
//	tg.Wait(7, 1)
//	tg.Press(7, "role=child")
//
// It refuses what Telegram refuses, as far as this program can be wrong about it, and breaks as it is told to
// ([Server.Fault]). People have names and usernames, so that a test can look for them where they must not be.
//
// It must never be part of the program, and no test of it may wait for a time instead of an event.
package telegramtest
