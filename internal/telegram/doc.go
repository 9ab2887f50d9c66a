// Package telegram is the one door to Telegram's Bot API: every call that the program makes there goes through
// [Client], and every update that comes from there is decoded here.
//
//	bot, err := telegram.New("https://api.telegram.org", token, telegram.Options{})
//	id, err := bot.Send(ctx, chat, telegram.Message{Text: "Здравей."})
//
// Each call takes a context, tries once, and fails with an [*Error] that says what kind of failure it was, how long
// Telegram asks to wait, and whether the call may have been carried out all the same. Waiting and trying again is the
// caller's: only the caller knows whether a repeat does harm.
//
// The library below (telegram-bot-api v5) knows no context and puts the token into its errors; this package hands it
// an HTTP client of its own that mends both.
//
// The package must never put a token, a chat id, a name, a file's address or a word that somebody wrote into an error
// or a log line, and it decodes no names at all: what is not decoded cannot leak.
package telegram
