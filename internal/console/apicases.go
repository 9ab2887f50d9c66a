package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chuyme/chuyme/internal/signal"
)

type listInput struct {
	State   []string `query:"state" enum:"open,acknowledged,transferred,closed,purged" doc:"Only cases in these states."`
	Urgency []string `query:"urgency" enum:"crisis,urgent,standard,not_a_signal" doc:"Only cases of these urgencies."`
	Limit   int      `query:"limit" minimum:"0" maximum:"1000" doc:"At most so many; the Link header has the next page."`
	After   string   `query:"after" doc:"From the case after this one, as in the Link header."`
}

type listOutput struct {
	Link string `header:"Link"`
	Body []CaseJSON
}

type caseInput struct {
	Ref  string `path:"ref" doc:"The case's reference." example:"2026-000123"`
	Have string `header:"If-None-Match" doc:"The ETag of the version at hand; 304 where it is still the newest."`
}

type caseOutput struct {
	ETag string `header:"ETag"`
	Body CaseShowJSON
}

// lenient lets a body hold more than we know, so that a client's later version is understood.
type lenient struct {
	_ struct{} `json:"-" additionalProperties:"true"`
}

type ackInput struct {
	Ref  string   `path:"ref" example:"2026-000123"`
	Body *lenient `required:"false"`
}

type ackOutput struct {
	Body struct {
		Ref   signal.Ref `json:"ref"`
		Taken string     `json:"acknowledged_by" doc:"Who has the case for the unit: this system, or whoever came first."`
	}
}

type wordsInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_    struct{} `json:"-" additionalProperties:"true"`
		Text string   `json:"text" minLength:"1" maxLength:"60000"`
	}
}

type closeInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_      struct{} `json:"-" additionalProperties:"true"`
		Reason string   `json:"reason" enum:"measure_taken,police_protection,family_supported,handed_over,not_confirmed,not_child_protection,duplicate,unreachable"`
		Note   string   `json:"note,omitempty" maxLength:"60000"`
	}
}

type closeOutput struct {
	Status int
	Body   struct {
		Ref   signal.Ref `json:"ref"`
		Waits string     `json:"waits_for,omitempty" enum:"second_person" doc:"Set with 202: the case is closed when another person has confirmed it."`
	}
}

type transferInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_      struct{} `json:"-" additionalProperties:"true"`
		Unit   string   `json:"unit" minLength:"1"`
		Reason string   `json:"reason,omitempty" maxLength:"60000"`
	}
}

type declineInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_      struct{} `json:"-" additionalProperties:"true"`
		Reason string   `json:"reason" minLength:"1" maxLength:"60000"`
	}
}

type asideInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_       struct{} `json:"-" additionalProperties:"true"`
		Officer string   `json:"officer" minLength:"1" maxLength:"64" doc:"The officer's id in the unit."`
	}
}

type meetingInput struct {
	Ref  string `path:"ref" example:"2026-000123"`
	Body struct {
		_          struct{}  `json:"-" additionalProperties:"true"`
		At         time.Time `json:"at"`
		Occasion   string    `json:"occasion" enum:"first_signal,follow_up,procedural"`
		ReportedBy []string  `json:"reported_by,omitempty"`
		Attended   []string  `json:"attended,omitempty"`
	}
}

type doneOutput struct {
	Body struct {
		Ref signal.Ref `json:"ref"`
	}
}

func done(ref signal.Ref) *doneOutput {
	out := &doneOutput{}
	out.Body.Ref = ref
	return out
}

// operation describes one path of the interface.
func operation(id, method, path, summary string, errors ...int) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"cases"},
		MaxBodyBytes: maxBody, Errors: append([]int{http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}, errors...),
		Security: []map[string][]string{{"unit": {}}}, DefaultStatus: http.StatusOK}
	if method == http.MethodPost {
		op.Parameters = []*huma.Param{header("Idempotency-Key", "Names this request: the same again within a day gets the first answer, another with the same key 409.")}
	}
	return op
}

// header describes a header that the interface reads before the operation.
func header(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}

// describeCases adds /v1/cases and what is below it.
func (c *Console) describeCases(api huma.API) {
	huma.Register(api, operation("list-cases", http.MethodGet, "/v1/cases", "The unit's cases, the most urgent first"), c.apiList)
	c.describeEnter(api)
	huma.Register(api, operation("show-case", http.MethodGet, "/v1/cases/{ref}", "One case, opened", http.StatusNotFound), c.apiShow)
	act := func(name, summary string) huma.Operation {
		op := operation(name+"-case", http.MethodPost, "/v1/cases/{ref}/"+name, summary, http.StatusNotFound, http.StatusForbidden, http.StatusConflict, http.StatusPreconditionFailed)
		op.Parameters = append(op.Parameters, header("If-Match", "The ETag of the case that this is meant for; 412 where it has changed since."))
		return op
	}
	huma.Register(api, act("ack", "Take the case for the unit"), c.apiAck)
	huma.Register(api, act("notes", "Write a note for officers"), c.apiNote)
	huma.Register(api, act("replies", "Write to the reporter"), c.apiReply)
	huma.Register(api, act("transfer", "Hand the case to another unit; unless that takes it, it comes back"), c.apiTransfer)
	huma.Register(api, act("decline", "Give a case back that was handed to the unit and is not its"), c.apiDecline)
	huma.Register(api, act("aside", "Take an officer of the unit out of the case, for a conflict of interest"), c.apiAside)
	huma.Register(api, act("checks", "Record that the signal was looked into on the spot"), c.apiCheck)
	huma.Register(api, act("meetings", "Record a meeting of the team"), c.apiMeeting)
	closing := act("close", "Close the case; 202 where a second person is to confirm it first")
	closing.Responses = map[string]*huma.Response{"202": {Description: "A second person is to confirm it"}}
	huma.Register(api, closing, c.apiClose)
	huma.Register(api, act("confirm", "Close the case that another person has asked to close"), c.apiConfirm)
}

func (c *Console) apiList(ctx context.Context, in *listInput) (*listOutput, error) {
	f := Filter{Limit: in.Limit, After: signal.Ref(in.After)}
	for _, s := range in.State {
		f.States = append(f.States, signal.State(s))
	}
	for _, u := range in.Urgency {
		f.Urgency = append(f.Urgency, signal.Urgency(u))
	}
	cases, err := c.p.Desk.List(ctx, who(ctx), f)
	if err != nil {
		return nil, c.refuse(err)
	}
	out := &listOutput{Body: FormList(cases)}
	if in.Limit > 0 && len(cases) == in.Limit {
		out.Link = next("/v1/cases", url.Values{"state": in.State, "urgency": in.Urgency}, in.Limit, string(cases[len(cases)-1].Ref))
	}
	return out, nil
}

// next is the Link header that names the page after the last entry of this one. Several values stand in one parameter,
// with commas between, as the interface reads them.
func next(path string, narrowed url.Values, limit int, last string) string {
	query := url.Values{"limit": {strconv.Itoa(limit)}, "after": {last}}
	for name, values := range narrowed {
		if len(values) > 0 {
			query.Set(name, strings.Join(values, ","))
		}
	}
	return "<" + path + "?" + query.Encode() + `>; rel="next"`
}

func (c *Console) apiShow(ctx context.Context, in *caseInput) (*caseOutput, error) {
	if in.Have != "" {
		if stamp, err := c.p.Desk.Stamp(ctx, who(ctx), signal.Ref(in.Ref)); err == nil && in.Have == strconv.Quote(stamp) {
			return nil, huma.Status304NotModified()
		}
	}
	view, err := c.p.Desk.View(ctx, who(ctx), signal.Ref(in.Ref), "api")
	if err != nil {
		return nil, c.refuse(err)
	}
	return &caseOutput{ETag: strconv.Quote(strconv.FormatInt(view.Case.Version, 10)), Body: FormView(view)}, nil
}

func (c *Console) apiAck(ctx context.Context, in *ackInput) (*ackOutput, error) {
	first, err := c.p.Desk.Acknowledge(ctx, who(ctx), signal.Ref(in.Ref))
	if err != nil {
		return nil, c.refuse(err)
	}
	out := &ackOutput{}
	out.Body.Ref, out.Body.Taken = signal.Ref(in.Ref), first
	return out, nil
}

func (c *Console) apiNote(ctx context.Context, in *wordsInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Note(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Text))
}

func (c *Console) apiAside(ctx context.Context, in *asideInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.StepAside(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Officer))
}

func (c *Console) apiCheck(ctx context.Context, in *wordsInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Check(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Text))
}

func (c *Console) apiReply(ctx context.Context, in *wordsInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Reply(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Text))
}

func (c *Console) apiTransfer(ctx context.Context, in *transferInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Transfer(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Unit, in.Body.Reason))
}

func (c *Console) apiDecline(ctx context.Context, in *declineInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Decline(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Reason))
}

func (c *Console) apiMeeting(ctx context.Context, in *meetingInput) (*doneOutput, error) {
	b := in.Body
	m := Meeting{At: b.At, Occasion: b.Occasion, ReportedBy: b.ReportedBy, Attended: b.Attended}
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Meeting(ctx, who(ctx), signal.Ref(in.Ref), m))
}

func (c *Console) apiClose(ctx context.Context, in *closeInput) (*closeOutput, error) {
	closed, err := c.p.Desk.Close(ctx, who(ctx), signal.Ref(in.Ref), in.Body.Reason, in.Body.Note)
	if err != nil {
		return nil, c.refuse(err)
	}
	out := &closeOutput{Status: http.StatusOK}
	out.Body.Ref = signal.Ref(in.Ref)
	if !closed {
		out.Status, out.Body.Waits = http.StatusAccepted, "second_person"
	}
	return out, nil
}

func (c *Console) apiConfirm(ctx context.Context, in *ackInput) (*doneOutput, error) {
	return done(signal.Ref(in.Ref)), c.refuse(c.p.Desk.Confirm(ctx, who(ctx), signal.Ref(in.Ref)))
}
