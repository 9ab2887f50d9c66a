package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// correction is one line for judging triage: what an officer says that a signal was, beside what it was taken for.
type correction struct {
	ID       string         `json:"id"`
	Urgency  signal.Urgency `json:"urgency"`
	Was      signal.Urgency `json:"was"`
	Rules    []string       `json:"rules"`
	Concepts []string       `json:"concepts"` // names of the vocabulary, in alphabetical order
	Lang     string         `json:"lang"`
	Text     string         `json:"text,omitempty"`
}

// corrections writes what officers have corrected as JSON Lines; texts asks for the words that they let go along, each
// look at them in the audit log.
func corrections(ctx context.Context, world outside, texts bool) error {
	return withRegister(ctx, world, func(h *house) error {
		list, err := h.store.Corrections(ctx)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := h.writeCorrection(ctx, world.out, e, texts); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) writeCorrection(ctx context.Context, out io.Writer, e signal.Event, texts bool) error {
	line := correction{ID: fmt.Sprintf("c-%d", e.Seq), Urgency: signal.Urgency(e.Data["urgency"]), Was: signal.Urgency(e.Data["was"]),
		Rules: listed(e.Data["rules"]), Concepts: listed(e.Data["concepts"]), Lang: e.Data["lang"]}
	if texts && e.Sealed != nil {
		_, log, err := h.store.Opened(ctx, e.Ref, operator, "corrections of triage")
		if err != nil && !errors.Is(err, casestore.ErrPurged) {
			return err
		}
		if i := slices.IndexFunc(log, func(o signal.Event) bool { return o.Seq == e.Seq }); i >= 0 {
			line.Text = log[i].Text
		}
	}
	return json.NewEncoder(out).Encode(line)
}

// listed cuts a list of the case log; it is never nil.
func listed(data string) []string {
	if data == "" {
		return []string{}
	}
	return strings.Split(data, ",")
}

// conceptsOf names the concepts of a text, and its language.
func (h *house) conceptsOf(text string) (concepts []string, lang string) {
	t := h.lex.Read(text)
	for _, hit := range t.Hits {
		concepts = append(concepts, hit.Concept)
	}
	return concepts, t.Lang
}
