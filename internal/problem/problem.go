// Package problem names the few kinds of things that go wrong in a way that whoever asked should hear about, and
// turns them into RFC 9457 problem documents at the edge.
//
// Below the edge an error is wrapped with a kind:
//
//	return fmt.Errorf("case %s: %w", ref, problem.NotFound)
//
// or, where whoever asked can do something about it, with a sentence for them:
//
//	return problem.Say(problem.Invalid, "lang: %q is no language of this service", tag)
//
// At the edge, http.go alone decides status and words. What carries no kind is ours: the document then says that
// something broke on our side, and nothing else.
//
// The package must never put the text of a plain error into an answer, and knows no other package of the project.
package problem

import (
	"errors"
	"fmt"
	"time"
)

// Kind is a kind of failure. It is an error itself, so that errors.Is(err, problem.NotFound) asks for it.
type Kind string

// The kinds. An error of none of them is ours.
const (
	Unauthorized Kind = "unauthorized" // nobody said who they are, or it is not so
	Forbidden    Kind = "forbidden"    // they may not do this
	NotFound     Kind = "not found"    // there is no such thing, or it is not theirs to know of
	Method       Kind = "method"       // the path is right, the HTTP method is not
	Invalid      Kind = "invalid"      // what came cannot be understood
	Conflict     Kind = "conflict"     // it was right, but something else came first
	Changed      Kind = "changed"      // they asked for it on a condition that does not hold any more
	TooLarge     Kind = "too large"    // more bytes than are taken
	TooMuch      Kind = "too much"     // too often
	Unavailable  Kind = "unavailable"  // our parts are away and nothing was done
	Internal     Kind = "internal"     // something broke on our side
)

// Error makes a kind an error.
func (k Kind) Error() string { return string(k) }

// Error is a failure of one kind with a sentence for whoever asked.
type Error struct {
	Kind  Kind
	Says  string        // lower case, what is wrong and what would be right; never a person's words
	Where string        // the field it is about, "" the whole ("conversation", "media[1].base64")
	Retry time.Duration // when to come again; 0: not known
	Err   error         // for the operator; nil: nothing more is known
}

// Say makes an error of a kind with a sentence for whoever asked.
func Say(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Says: fmt.Sprintf(format, args...)}
}

// At makes an Invalid error about one field.
func At(where, says string) *Error { return &Error{Kind: Invalid, Where: where, Says: says} }

// Error gives kind, sentence and cause: it is for the operator's log.
func (e *Error) Error() string {
	text := string(e.Kind)
	if e.Where != "" {
		text += ": " + e.Where
	}
	if e.Says != "" {
		text += ": " + e.Says
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// Of gives the kind of err, Internal where it has none. Of nil it is "".
func Of(err error) Kind {
	if err == nil {
		return ""
	}
	var kind Kind
	if errors.As(err, &kind) {
		return kind
	}
	return Internal
}

// From gives err as an *Error with what it has to say to whoever asked.
func From(err error) *Error {
	var said *Error
	if errors.As(err, &said) {
		return said
	}
	return &Error{Kind: Of(err), Err: err}
}
