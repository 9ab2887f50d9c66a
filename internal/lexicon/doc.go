// Package lexicon reads what people type: one vocabulary of concepts for all the languages of the service.
//
// A text is folded (look-alike letters, repeated letters, Latin-typed Bulgarian and Russian, Turkish without its
// dots, Arabic and Persian letter forms), cut into tokens, and each token or phrase is looked up in the word files of
// the languages it may be written in. What comes out is a [Text]: the language, the tokens, the concepts that were
// hit ("father", "hit", "now") and the numbers with what they count (an age, a school year, a clock time).
//
//	lex, err := lexicon.Load()
//	t := lex.Read("tati me bie sega")
//	t.Lang               // "bg"
//	t.Has("father")      // true
//
// The word files lie in words/, one a language, one line a concept:
//
//	father<TAB>баща*, тат*, татко
//	locked_in<TAB>заключи* ме, не ме пуска .. навън
//
// A trailing * makes a stem; several words make a phrase; ".." in a phrase stands for at most two words of any kind.
// words/concepts.tsv names every concept with its Bulgarian label and its group.
//
// The package must never decide how urgent something is, keep a text, log one, or import another package of ours.
package lexicon
