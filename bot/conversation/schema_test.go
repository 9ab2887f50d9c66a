package conversation_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chuyme/chuyme/bot/conversation"
)

// node is a part of a schema.
type node = map[string]any

// holder holds a value to the schema, as far as this schema goes: it refuses a keyword that it does not know.
type holder struct{ root node }

func newHolder(t *testing.T) holder {
	t.Helper()
	var root node
	if err := json.Unmarshal([]byte(conversation.Schema()), &root); err != nil {
		t.Fatal(err)
	}
	return holder{root}
}

// faults are what is wrong with v at a path.
func (h holder) faults(s node, v any, at string) (out []string) {
	fault := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	for _, key := range slices.Sorted(maps.Keys(s)) {
		want := s[key]
		switch key {
		case "$schema", "$defs", "title", "description", "additionalProperties":
		case "$ref":
			def := h.root["$defs"].(node)[strings.TrimPrefix(want.(string), "#/$defs/")].(node)
			out = append(out, h.faults(def, v, at)...)
		case "type":
			if kind := typeOf(v); kind != want {
				fault("it is of type %s, want %s", kind, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), v) {
				fault("it is %v, want one of %v", v, want)
			}
		case "pattern":
			if s, ok := v.(string); ok && !regexp.MustCompile(want.(string)).MatchString(s) {
				fault("%q does not match %s", s, want)
			}
		case "minimum":
			if n, ok := v.(int); ok && float64(n) < want.(float64) {
				fault("it is %d, want at least %v", n, want)
			}
		case "minItems":
			if l, ok := v.([]any); ok && float64(len(l)) < want.(float64) {
				fault("it has %d items, want at least %v", len(l), want)
			}
		case "required":
			for _, k := range want.([]any) {
				if m, ok := v.(node); ok && m[k.(string)] == nil {
					fault("%s is missing", k)
				}
			}
		case "items":
			l, _ := v.([]any)
			for i, item := range l {
				out = append(out, h.faults(want.(node), item, fmt.Sprintf("%s/%d", at, i))...)
			}
		case "properties":
			out = append(out, h.members(s, v, at)...)
		default:
			fault("the schema has the keyword %s, which this test does not know", key)
		}
	}
	if _, named := s["properties"]; !named && s["additionalProperties"] != nil {
		out = append(out, h.members(s, v, at)...)
	}
	return out
}

// members holds each member of an object to its own part of the schema.
func (h holder) members(s node, v any, at string) (out []string) {
	named, _ := s["properties"].(node)
	m, _ := v.(node)
	for _, k := range slices.Sorted(maps.Keys(m)) {
		part, ok := named[k].(node)
		if !ok {
			if part, ok = s["additionalProperties"].(node); !ok {
				out = append(out, at+": "+k+" is no key")
				continue
			}
		}
		out = append(out, h.faults(part, m[k], at+"/"+k)...)
	}
	return out
}

func typeOf(v any) string {
	switch v.(type) {
	case node:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case int:
		return "integer"
	}
	return fmt.Sprintf("%T", v)
}

func (h holder) file(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v node
	if err := yaml.Load(data, &v); err != nil {
		t.Fatal(err)
	}
	return h.faults(h.root, v, "")
}

func TestSchemaHoldsTheQuestionnaire(t *testing.T) {
	for _, f := range newHolder(t).file(t, "questionnaire.yaml") {
		t.Error(f)
	}
}

// TestSchemaFindsFaults reads those of the bad files whose fault is one of form.
func TestSchemaFindsFaults(t *testing.T) {
	h := newHolder(t)
	for name, want := range map[string]string{
		"unknown-key.yaml": "is no key", "wrong-form.yaml": "/form: it is", "no-version.yaml": "/version: it is 0",
	} {
		if got := strings.Join(h.file(t, filepath.Join("testdata/bad", name)), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s: the schema finds %q, want %q", name, got, want)
		}
	}
}

// TestSchemaHasEveryKey holds the schema's keys to those that the program reads.
func TestSchemaHasEveryKey(t *testing.T) {
	root := newHolder(t).root
	defs := root["$defs"].(node)
	for _, tt := range []struct {
		of   any
		part node
	}{
		{conversation.Questionnaire{}, root}, {conversation.Ask{}, defs["question"].(node)}, {conversation.Way{}, defs["way"].(node)},
	} {
		var want []string
		for f := range fieldsOf(tt.of) {
			want = append(want, f)
		}
		got := slices.Sorted(maps.Keys(tt.part["properties"].(node)))
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%T: the schema has the keys %v, want %v", tt.of, got, want)
		}
	}
}

func fieldsOf(v any) map[string]bool {
	out := map[string]bool{}
	typ := reflect.TypeOf(v)
	for i := range typ.NumField() {
		if tag := typ.Field(i).Tag.Get("yaml"); tag != "" {
			out[tag] = true
		}
	}
	return out
}
