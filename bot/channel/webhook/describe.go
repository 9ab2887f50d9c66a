package webhook

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chuyme/chuyme/internal/problem"
)

// Describe adds /v1/messages to an OpenAPI document. The paths are served by Routes: a signature is verified over the
// raw bytes, before anything reads them.
func Describe(o *huma.OpenAPI) {
	if o.Components.SecuritySchemes == nil {
		o.Components.SecuritySchemes = map[string]*huma.SecurityScheme{}
	}
	o.Components.SecuritySchemes["signature"] = &huma.SecurityScheme{Type: "apiKey", In: "header", Name: "webhook-signature",
		Description: "Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature; a GET is signed over an empty body."}
	schema := func(v any, hint string) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{"application/json": {Schema: o.Components.Schemas.Schema(reflect.TypeOf(v), true, hint)}}
	}
	answer := schema(Answer{}, "MessagesAnswer")
	o.AddOperation(&huma.Operation{OperationID: "send-message", Method: http.MethodPost, Path: "/v1/messages", Tags: []string{"messages"},
		Summary:     "Hand on what a person wrote, pressed or shared; the replies come in the answer",
		Description: "A repeated webhook-id gets its first answer again and acts once; with another body it is a 409.",
		Security:    []map[string][]string{{"signature": {}}}, Parameters: headers(),
		RequestBody: &huma.RequestBody{Required: true, Content: schema(Message{}, "Message")},
		Responses:   responses(o, answer, 401, 409, 413, 422, 429, 503)})
	conversation := &huma.Param{Name: "conversation", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	after := &huma.Param{Name: "after", In: "query", Description: "Only what was said after the message of this id.", Schema: &huma.Schema{Type: huma.TypeString}}
	o.AddOperation(&huma.Operation{OperationID: "read-messages", Method: http.MethodGet, Path: "/v1/messages/{conversation}", Tags: []string{"messages"},
		Summary:  "What was said to a conversation since its client last spoke, or after a message; reading takes nothing away",
		Security: []map[string][]string{{"signature": {}}}, Parameters: append(headers(), conversation, after),
		Responses: responses(o, answer, 401, 503)})
}

func headers() []*huma.Param {
	var list []*huma.Param
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		list = append(list, &huma.Param{Name: name, In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	return list
}

func responses(o *huma.OpenAPI, ok map[string]*huma.MediaType, faults ...int) map[string]*huma.Response {
	document := o.Components.Schemas.Schema(reflect.TypeOf(problem.Document{}), true, "Problem")
	all := map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: ok}}
	for _, status := range faults {
		all[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status),
			Content: map[string]*huma.MediaType{problem.ContentType: {Schema: document}}}
	}
	return all
}
