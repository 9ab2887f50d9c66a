package console

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chuyme/chuyme/internal/signal"
)

// Entry is a signal that came to an officer by telephone, on foot, by letter or from the helpline.
type Entry struct {
	Key     string // names this entry in the unit; the same again gives the same case; "" is drawn
	Source  string
	Answers signal.Answers
	Text    string
	Place   signal.Place // Text, EKATTE and Municipality as they were given; the desk finds the rest
}

// Entered is the case that an entry became.
type Entered struct {
	Case signal.Case
	Code signal.Code // for the person who told it
}

// Sources lists the ways by which a signal may have come to an officer.
func Sources() []string { return []string{"phone", "walk_in", "letter", "helpline"} }

// asked are the questions with a closed set of options that an entry answers.
func asked() []signal.Question {
	return []signal.Question{signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator, signal.Age, signal.Sex}
}

// enterPage shows the form for a signal that came another way.
func (c *Console) enterPage(w http.ResponseWriter, r *http.Request, who Officer) {
	c.show(w, http.StatusOK, "enter.html", c.sheet(w, r, who))
}

// enter makes a case of the form and shows its reference and the code. The same form sent twice shows the same.
func (c *Console) enter(w http.ResponseWriter, r *http.Request, who Officer) {
	if err := readForm(w, r); err != nil {
		c.fail(w, r, err)
		return
	}
	f := r.PostForm
	e := Entry{Key: f.Get("once"), Source: f.Get("source"), Answers: signal.Answers{}, Text: strings.TrimSpace(f.Get("text"))}
	e.Place = signal.Place{Text: strings.TrimSpace(f.Get("place")), Municipality: f.Get("municipality")}
	for _, q := range asked() {
		for _, o := range f[string(q)] {
			if o != "" {
				e.Answers[q] = append(e.Answers[q], signal.Option(o))
			}
		}
	}
	s := c.sheet(w, r, who)
	var err error
	if s.Entered, err = c.p.Desk.Enter(r.Context(), who, e); err != nil {
		c.fail(w, r, err)
		return
	}
	c.show(w, http.StatusOK, "entered.html", s)
}

type enterInput struct {
	Body struct {
		_       struct{}                            `json:"-" additionalProperties:"true"`
		Source  string                              `json:"source" enum:"phone,walk_in,letter,helpline" doc:"How the signal came."`
		Answers map[signal.Question][]signal.Option `json:"answers,omitempty" doc:"Options by question, as in a case that is shown."`
		Text    string                              `json:"text,omitempty" maxLength:"60000" doc:"What was told, in the words it was told in."`
		Place   struct {
			_            struct{} `json:"-" additionalProperties:"true"`
			Text         string   `json:"text,omitempty" maxLength:"500"`
			EKATTE       string   `json:"ekatte,omitempty"`
			Municipality string   `json:"municipality_code,omitempty"`
		} `json:"place,omitempty"`
	}
}

type enterOutput struct {
	Location string `header:"Location"`
	Body     struct {
		CaseJSON
		Code string `json:"code" doc:"For the person who told it: it brings them back."`
	}
}

// apiEnter makes a case of what a unit's system entered.
func (c *Console) apiEnter(ctx context.Context, in *enterInput) (*enterOutput, error) {
	b := in.Body
	entered, err := c.p.Desk.Enter(ctx, who(ctx), Entry{Source: b.Source, Answers: signal.Answers(b.Answers), Text: b.Text,
		Place: signal.Place{Text: b.Place.Text, EKATTE: b.Place.EKATTE, Municipality: b.Place.Municipality}})
	if err != nil {
		return nil, c.refuse(err)
	}
	out := &enterOutput{Location: "/v1/cases/" + string(entered.Case.Ref)}
	out.Body.CaseJSON, out.Body.Code = FormCase(entered.Case), entered.Code.Grouped()
	return out, nil
}

// describeEnter adds the entry to the interface.
func (c *Console) describeEnter(api huma.API) {
	op := operation("enter-case", http.MethodPost, "/v1/cases", "Enter a signal that came another way", http.StatusConflict)
	op.DefaultStatus = http.StatusCreated
	huma.Register(api, op, c.apiEnter)
}

// Sources lists the ways a signal may have come, for the form.
func (s sheet) Sources() []string { return Sources() }

// Asked lists the questions of the form.
func (s sheet) Asked() []signal.Question { return asked() }

// Options lists the options of a question.
func (s sheet) Options(q signal.Question) []signal.Option { return signal.Options(q) }

// Municipalities lists the codes of all municipalities.
func (s sheet) Municipalities() []string { return s.c.p.Units.Municipalities() }

// Code is the code of the case that was entered, as it is written down.
func (s sheet) Code() string { return s.Entered.Code.Grouped() }
