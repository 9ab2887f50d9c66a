package conversation

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

func TestTryUnd(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, _ := os.Open(os.Getenv("DEV"))
	sc := bufio.NewScanner(f)
	ok, n := 0, 0
	for sc.Scan() {
		var e struct {
			ID, Question, Text, Lang string
			Expect                   []string
			Expect_alt               [][]string
		}
		json.Unmarshal(sc.Bytes(), &e)
		got := Understand(lex, signal.Question(e.Question), e.Text)
		n++
		good := slices.Equal(got, e.Expect) || len(got) == 0 && len(e.Expect) == 0
		for _, a := range e.Expect_alt {
			good = good || slices.Equal(got, a)
		}
		if good {
			ok++
			continue
		}
		x := lex.Readings(e.Text)
		fmt.Println(e.ID, e.Question, e.Text, "want", e.Expect, "got", got)
		for _, y := range x[:min(2, len(x))] {
			fmt.Print("   ", y.Lang)
			for _, h := range y.Hits {
				fmt.Print(" ", h.Concept, "[", y.Tokens[h.Start].Fold, "]")
			}
			fmt.Println(y.Numbers)
		}
	}
	fmt.Println(ok, "/", n)
}
