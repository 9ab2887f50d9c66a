package conversation

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// What a typed answer can be taken for beside options.
const (
	navSkip = "nav=skip"
	navEdit = "nav=edit"
	navSend = "nav=send"
	navHelp = "nav=help"
)

// maxTyped is the number of words up to which a text may be nothing but a navigation word.
const maxTyped = 6

// navWords gives the button that a navigation word stands for.
var navWords = map[string]string{
	"nav_back": "nav=back", "nav_skip": navSkip, "nav_help": navHelp, "nav_hide": "nav=hide", "nav_restart": "nav=restart",
	"nav_done": "nav=done", "nav_send": navSend, "nav_edit": navEdit, "nav_lang": "nav=lang",
}

// navigation reports the navigation word that a text is. It is one only when nothing else of weight is said with it;
// in a language that the text is less probably in, only when nothing else at all is.
func navigation(t lexicon.Text, q signal.Question, likely bool) string {
	if calledUp(t) {
		return ""
	}
	words := 0
	for _, tok := range t.Tokens {
		if tok.Word {
			words++
		}
	}
	found, plea, rest := navWord(t, q, words)
	switch {
	case found == "" || words > maxTyped || plea && (q == signal.Danger || words > 2):
		return ""
	case found == navEdit && q == signal.Review, rest == 0, likely && rest <= 2 && !answers(t, q):
		return found
	}
	return ""
}

// navWord finds the navigation word of a text of so many words, whether it is a plea for help, and how many words
// stand beside it that are neither such a word nor of no weight.
func navWord(t lexicon.Text, q signal.Question, words int) (found string, plea bool, rest int) {
	light := make([]bool, len(t.Tokens))
	denied := t.Denied(func(c string) bool { return c == "nav_send" }) // "don't send"
	for i, h := range t.Hits {
		nav, ok := navWords[h.Concept]
		if h.Concept == "help" {
			nav, ok, plea = navHelp, true, true
		}
		if ok = ok && !(h.Typo && words > 1) && !otherNumber(t.Tokens[h.Start]) && !denied[i]; ok && (found == "" || nav == navEdit && q == signal.Review) {
			found = nav
		}
		for i := h.Start; i < h.End; i++ {
			light[i] = light[i] || ok || weightless(h.Concept)
		}
	}
	for i, tok := range t.Tokens {
		if !light[i] && tok.Word {
			rest++
		}
	}
	return found, plea, rest
}

// weightless reports words that change nothing about a navigation word: "that's all, thank you, nothing more".
func weightless(concept string) bool {
	switch concept {
	case "thanks", "please", "nothing", "everyone", "big", "and":
		return true
	}
	return false
}

// calledUp reports whether a text holds a telephone number among other things.
func calledUp(t lexicon.Text) bool {
	return slices.ContainsFunc(t.Numbers, func(n lexicon.Number) bool {
		return n.Kind == lexicon.Phone && (n.End-n.Start > 1 || len(t.Tokens[n.Start].Fold) > 6 && len(t.Tokens) > 1)
	})
}

// otherNumber reports whether a token is a number but none of those that are dialled for help.
func otherNumber(tok lexicon.Token) bool {
	return strings.Trim(tok.Fold, "0123456789") == "" && tok.Fold != "112" && tok.Fold != "116111"
}

// answers reports whether something in the text may be an answer to q or a part of a story.
func answers(t lexicon.Text, q signal.Question) bool {
	for _, h := range t.Hits {
		switch h.Concept {
		case "me", "want", "please", "and", "am", "aged", "thanks", "will", "must", "since", "if", "not", "no", "yes", "again", "but":
		default:
			if _, nav := navWords[h.Concept]; !nav {
				return true
			}
		}
	}
	return q == signal.Narrative || q == signal.Where
}
