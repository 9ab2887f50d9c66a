package lexicon

import (
	"fmt"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"tati me bie sega", "баща ми заключи мама в банята", "zdravei kak si az sum dobre", "pomosht dqdo e s motikata pred vratata na plevnqta", "вече е на 10 и е в 4 клас", "help uncle locked me in the shed", os.Getenv("TRY")} {
		x := l.Read(s)
		fmt.Println(s, x.Lang, x.Known)
		for _, h := range x.Hits {
			fmt.Print("  ", h.Concept, "[", x.Tokens[h.Start].Fold, "-", h.End-h.Start, " ", h.Typo, "]")
		}
		fmt.Println(x.Numbers)
	}
}
