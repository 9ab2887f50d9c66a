// Package chat reads and plays transcripts: .chat files, in which a conversation stands as it looked, so that a
// translator can review one and a child psychologist can write one.
//
//	# code-wrong.chat: what this conversation shows, and which promise it holds.
//	lang  bg
//	clock 2026-03-06 21:40 Europe/Sofia
//	> /start                             # the reporter types
//	< Hello.                             # the bot says; further lines and its keyboard stand indented below
//	  [I am a child role=child] [Neighbour role=neighbour]
//	> [role=child]                       # presses a button
//	> (voice 12s)                        # sends: voice, photo, video, document, sticker, big file, bad file, group,
//	> (photo: a caption)                 # flood; a caption after a colon
//	> (location 42.92 24.26)
//	> (edit 2: new words)                # changes what they sent in the second turn of this file
//	> {code}                             # the code that was shown last
//	! open crisis role=child danger=now  # an effect, in order: open, add, send, recall, hide, count, forget
//	~ at place                           # where the conversation stands, only when the file is about it
//	.. 3m                                # the clock moves; what falls due meanwhile happens
//	* store down                         # the house: store down|up, taken|transferred UNIT, closed REASON,
//	* reply I can help.                  # reply WORDS, other chat (the same register, another telephone)
//	= < {stale.press}                    # pins the message and not its words
//
// A button stands as [text data]; long lists of places are cut short with "…". In front of "<" a "~" says that the
// message takes the place of the one whose button was pressed. "lang *" runs a file of pins in every language that
// has a catalog. Comments begin with # at the start of a line or after two blanks.
//
// [Parse] reads a file, [House] is a reception with a register in memory, [Script.Play] plays one on the other, and
// [Script.Rewrite] writes the answers anew. A [Recorder] leads a conversation and writes it down. A player for a real channel takes Script.Turns, brings each Input through
// the channel, and compares what arrives with [Diff].
//
// The package must never lead a conversation with a reporter: its register is forgotten with it. It is for tests, here
// and of the channels, and for trying words out (chat --record, --replay).
package chat
