// Package telegram is the reporter's channel over Telegram: updates become events of the conversation, replies become
// messages. It works by polling or by webhook; both run the same steps, one update of a chat at a time and in order,
// different chats at once.
//
// An update counts as done when the reception has done with it, and only then is it confirmed to Telegram, by the next
// poll's offset or by a 200. So a crash at any moment brings it again, and the session store knows which were done. One
// that fails three times is logged without its content and set aside, so that it does not hold up the others.
//
// The package must never decide what is said, keep a conversation, or log a text, a name or a chat id.
package telegram
