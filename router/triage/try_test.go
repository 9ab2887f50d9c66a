package triage

import (
	"os"
	"fmt"
	"bufio"
	"encoding/json"
	"testing"

	"github.com/chuyme/chuyme/internal/lexicon"
)

func TestTryDev(t *testing.T) {
	lex, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(os.Getenv("DEV"))
	if err != nil {
		t.Skip()
	}
	r := New(lex)
	rep, err := Evaluate(r, f)
	if err != nil {
		t.Fatal(err)
	}
	_ = rep.Print(os.Stdout)
	f.Seek(0, 0)
	bad := map[string]bool{}
	for _, m := range rep.Misses { bad[m.ID] = true }
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		var e Example
		json.Unmarshal(sc.Bytes(), &e)
		if !bad[e.ID] { continue }
		x := lex.Read(e.Text)
		fmt.Println(e.ID, e.Urgency, x.Lang, e.Text)
		for _, h := range x.Hits {
			fmt.Print(" ", h.Concept, "[", x.Tokens[h.Start].Fold, "]")
		}
		fmt.Println(x.Numbers, r.Read(e.Draft()).Reasons)
	}
}
