package alert

import (
	"path/filepath"
	"testing"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

func openStore(t *testing.T) *casestore.Store {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.OpenKeyset(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := casestore.Open(t.Context(), "", dir, keys, casestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// TestUpdateSaysWhatWasAdded tells an officer of news, of a flood with its count, and of what cannot be read.
func TestUpdateSaysWhatWasAdded(t *testing.T) {
	store := openStore(t)
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var news, alike int64
	opened, err := store.Open(t.Context(), casestore.Opening{Draft: signal.Draft{ID: "d"}, Reading: signal.Reading{Urgency: signal.Urgent}}, func(tx *casestore.Tx) error {
		if news, err = tx.Append(signal.Event{Kind: signal.EvTold}); err != nil {
			return err
		}
		alike, err = tx.Append(signal.Event{Kind: signal.EvAlike, Data: map[string]string{"count": "4"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c := &Courier{Store: store, Texts: texts}
	card := Card{Case: signal.Case{Ref: opened.Ref, Urgency: signal.Urgent}}
	line := card.Line(texts)
	for event, want := range map[int64]string{news: "Ново: " + line, alike: "Същият текст дойде още 4 пъти: " + line, alike + 1: "Ново: " + line} {
		if got := c.updated(t.Context(), signal.Delivery{Ref: opened.Ref, Event: event}, card); got != want {
			t.Errorf("entry %d: got %q, want %q", event, got, want)
		}
	}
}
