package conversation

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// unknownField is what the YAML reader says of a key that a struct does not have.
var unknownField = regexp.MustCompile(`field (.+) not found in type conversation\.(\w+)`)

// unreadable puts what the YAML reader complains of into words for whoever wrote the file: each fault with its line, and
// for a key that is unknown those that are known.
func unreadable(err error) error {
	var all *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &all):
		var said []error
		for _, e := range all.Errors {
			said = append(said, complaint(e))
		}
		return errors.Join(said...)
	case errors.As(err, &one):
		return complaint(one)
	}
	return err
}

func complaint(e *yaml.LoadError) error {
	message := e.Message
	if m := unknownField.FindStringSubmatch(message); m != nil {
		of := map[string]any{"question": Ask{}, "way": Way{}}[m[2]]
		if of == nil {
			of = Questionnaire{}
		}
		message = fmt.Sprintf("%s has no key %s, want one of %s", strings.ToLower(m[2]), m[1], strings.Join(keys(of), ", "))
	}
	return fmt.Errorf("line %d: %s", e.Mark.Line, message)
}

// keys are those that a part of the file may have.
func keys(of any) (list []string) {
	t := reflect.TypeOf(of)
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			list = append(list, tag)
		}
	}
	slices.Sort(list)
	return list
}
