package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chuyme/chuyme/bot/channel/webhook"
)

func TestDescribeTellsClientsWhatTheyMaySend(t *testing.T) {
	doc := huma.DefaultConfig("test", "1").OpenAPI
	webhook.Describe(doc)
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
			Responses  map[string]any
		}
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	post, get := read.Paths["/v1/messages"]["post"], read.Paths["/v1/messages/{conversation}"]["get"]
	for _, status := range []string{"200", "401", "409", "413", "422", "429", "503"} {
		if post.Responses[status] == nil {
			t.Errorf("POST does not describe %s", status)
		}
	}
	if len(post.Parameters) != 3 || len(get.Parameters) != 5 {
		t.Errorf("parameters %v and %v", post.Parameters, get.Parameters)
	}
	for _, field := range []string{"conversation", "text", "data", "lang", "media", "location"} {
		if read.Components.Schemas["Message"].Properties[field] == nil {
			t.Errorf("a message's %s is not described", field)
		}
	}
	if strings.Contains(string(out), "whsec_") {
		t.Error("the document holds a secret")
	}
}
