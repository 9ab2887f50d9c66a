package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humamux"
	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/internal/problem"
)

// maxBody is the longest body that a unit's system sends.
const maxBody = 256 << 10

// asker is the context key of who asks.
type asker struct{}

// api adds the interface for the units' own systems, and the document that describes it.
func (c *Console) api(r *mux.Router) error {
	config := huma.DefaultConfig("Чуй ме", "1")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", "" // served below, made once
	config.CreateHooks = nil                                             // no "$schema" in bodies
	config.Transformers = []huma.Transformer{discreet}
	config.Info.Description = "Cases of a unit, for the unit's own systems, and messages of signed clients."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"unit": {Type: "http", Scheme: "bearer", Description: "A unit's key, made with: apikey create --unit ID"},
	}
	api := humamux.New(r, config)
	api.UseMiddleware(c.authorize, c.once)
	c.describeCases(api)
	c.describeDeliveries(api)
	for _, more := range c.p.Describe {
		more(api.OpenAPI())
	}
	document, err := json.Marshal(api.OpenAPI())
	if err != nil {
		return fmt.Errorf("console: the OpenAPI document: %w", err)
	}
	r.HandleFunc("/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(document)
	}).Methods(http.MethodGet, http.MethodHead)
	return nil
}

// authorize lets in whoever has a unit's key, before anything else of the request is looked at.
func (c *Console) authorize(ctx huma.Context, next func(huma.Context)) {
	_, w := humamux.Unwrap(ctx)
	key, ok := strings.CutPrefix(ctx.Header("Authorization"), "Bearer ")
	if !ok || key == "" || len(key) > 512 {
		problem.Write(w, problem.Unauthorized)
		return
	}
	unit, id, err := c.p.Keys.APIKey(ctx.Context(), key)
	switch {
	case errors.Is(err, problem.NotFound):
		problem.Write(w, problem.Unauthorized)
	case err != nil:
		c.report(err)
		problem.Write(w, err)
	default:
		ctx.SetHeader("Cache-Control", "no-store")
		ctx.SetHeader("X-Content-Type-Options", "nosniff")
		saw, ok := versionOf(ctx.Header("If-Match"))
		if !ok {
			problem.Write(w, problem.Changed)
			return
		}
		next(plain{huma.WithValue(ctx, asker{}, Officer{Unit: unit, ID: "key:" + id, Role: "system", Saw: saw})})
	}
}

// versionOf reads an If-Match header: 0 for none and for any version. What is no tag of ours is no version there could be.
func versionOf(match string) (version int64, ok bool) {
	if match == "" || match == "*" {
		return 0, true
	}
	tag, err := strconv.Unquote(match)
	if err != nil {
		return 0, false
	}
	version, err = strconv.ParseInt(tag, 10, 64)
	return version, err == nil && version > 0
}

// plain answers what cannot be read as what cannot be understood: 422, as everywhere here.
type plain struct{ inner }

type inner = huma.Context // under another name: a field called Context would hide the method

// SetStatus sets the status of the answer.
func (p plain) SetStatus(code int) { p.inner.SetStatus(legible(code)) }

// Unwrap gives what is underneath.
func (p plain) Unwrap() huma.Context { return p.inner }

func legible(code int) int {
	if code == http.StatusBadRequest {
		return http.StatusUnprocessableEntity
	}
	return code
}

// report logs what is ours.
func (c *Console) report(err error) {
	if problem.Of(err) == problem.Internal {
		c.p.Log.Error("console: a request of a unit's system failed", "err", err)
	}
}

// who is the unit's system that asks.
func who(ctx context.Context) Officer {
	o, _ := ctx.Value(asker{}).(Officer)
	return o
}

// refused is a problem as huma answers it.
type refused struct{ problem.Document }

func (r refused) Error() string             { return r.Detail }
func (r refused) GetStatus() int            { return r.Status }
func (r refused) ContentType(string) string { return problem.ContentType }

// refuse turns an error of the desk into an answer.
func (c *Console) refuse(err error) error {
	if err == nil {
		return nil
	}
	c.report(err)
	headers := http.Header{}
	problem.Headers(headers, err)
	return huma.ErrorWithHeaders(refused{problem.Describe(err)}, headers)
}

// discreet keeps of a fault that huma found where it is and what is wrong, and drops what was sent and every inner
// error.
func discreet(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	status := legible(m.Status)
	doc := problem.Document{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: m.Detail}
	for _, e := range m.Errors {
		if e.Location != "" {
			doc.Errors = append(doc.Errors, problem.Field{Location: e.Location, Message: e.Message})
		}
	}
	return doc, nil
}
