// Package i18n holds every word that people read: one catalog a language, from which the conversation, the alerts,
// the console and the pages take their texts by id.
//
//	texts, err := i18n.Load()
//	texts.Text("bg", "stale.press", nil)
//	texts.Plural("en", "review.messages", 2, nil)
//
// A catalog is a flat YAML file, bg.yaml say: "id: text" a line, placeholders as {{.name}}, plural forms as a map of
// one, few, many, other. Its first key, reviewed, names who has read it, or says none. A catalog that is absent or
// has no such id yields to the next of the language's chain, so that nobody ever sees an empty message.
//
// An id with a last part of its own (".adult", ".neighbour") is a variant for some readers; a language that says it
// in one form leaves the variant out.
//
// LoadOver lays an operator's own catalogs over these, and so adds languages. Check finds what is missing, broken or
// too hard. A Sheet goes out to a translator, as PO or XLIFF, and Take takes it in again.
//
// The package must never import another package of the project, and never take a text from a request.
package i18n
