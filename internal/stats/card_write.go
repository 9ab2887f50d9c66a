package stats

import (
	_ "embed"
	"encoding/csv"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed card.html
var cardPage string

// How the card writes a day and a moment.
const (
	dayFormat    = "02.01.2006"
	momentFormat = "02.01.2006, 15:04"
)

func cardList(list string, keys []string) string {
	var out []string
	for _, k := range keys {
		out = append(out, cardWord(list, k))
	}
	if len(out) == 0 {
		return blank
	}
	return strings.Join(out, ", ")
}

// WriteCardsHTML writes the cards as one page to print: A4, each card on a sheet of its own, no script.
func WriteCardsHTML(out io.Writer, cards []Card) error {
	page, err := template.New("card").Funcs(template.FuncMap{
		"word": cardWord, "words": cardList,
		"day":    func(at time.Time) string { return at.Format(dayFormat) },
		"moment": func(at time.Time) string { return at.Format(momentFormat) },
	}).Parse(cardPage)
	if err != nil {
		return err
	}
	return page.Execute(out, cards)
}

// WriteCardsCSV writes one line a card, values as the keys of the figures, several with spaces between.
func WriteCardsCSV(out io.Writer, cards []Card) error {
	rows := [][]string{{"ref", "received_at", "unit", "source", "kind", "setting", "perpetrator", "age", "sex", "municipality_code",
		"municipality", "province", "meetings", "state", "closed_at", "close_reason", "missing"}}
	for _, c := range cards {
		row := c.row()
		for i := range row {
			row[i] = plain(row[i])
		}
		rows = append(rows, row)
	}
	return csv.NewWriter(out).WriteAll(rows)
}

func (c Card) row() []string {
	var ages, sexes, held, missing []string
	for _, v := range c.Victims {
		ages, sexes = append(ages, orUnknown(v.Age)), append(sexes, orUnknown(v.Sex))
	}
	for _, m := range c.Meetings {
		held = append(held, m.At.Format(time.DateOnly)+" "+m.Occasion+" "+strings.Join(m.Attended, "+"))
	}
	for _, g := range c.Missing {
		missing = append(missing, g.Says)
	}
	closed := ""
	if !c.ClosedAt.IsZero() {
		closed = c.ClosedAt.Format(time.DateOnly)
	}
	return []string{string(c.Ref), c.ReceivedAt.Format(time.RFC3339), c.Unit, c.Source, strings.Join(c.Kind, " "), c.Setting, c.Perpetrator,
		strings.Join(ages, " "), strings.Join(sexes, " "), c.MunicipalityCode, c.Municipality, c.Province, strings.Join(held, "; "),
		string(c.State), closed, c.CloseReason, strings.Join(missing, "; ")}
}
