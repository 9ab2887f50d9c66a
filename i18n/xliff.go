package i18n

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The names of XLIFF 2.0 (OASIS, 2014).
const (
	xliffSpace   = "urn:oasis:names:tc:xliff:document:2.0"
	xliffVersion = "2.0"
)

type xliff struct {
	XMLName xml.Name  `xml:"urn:oasis:names:tc:xliff:document:2.0 xliff"`
	Version string    `xml:"version,attr"`
	Source  string    `xml:"srcLang,attr"`
	Target  string    `xml:"trgLang,attr"`
	File    xliffFile `xml:"file"`
}

type xliffFile struct {
	ID    string      `xml:"id,attr"`
	Space string      `xml:"http://www.w3.org/XML/1998/namespace space,attr"`
	Units []xliffUnit `xml:"unit"`
	Group []struct{}  `xml:"group"`
}

type xliffUnit struct {
	ID       string         `xml:"id,attr"`
	Notes    []string       `xml:"notes>note"`
	Segments []xliffSegment `xml:"segment"`
}

type xliffSegment struct {
	State  string     `xml:"state,attr,omitempty"`
	Source xliffText  `xml:"source"`
	Target *xliffText `xml:"target"`
}

// xliffText is a text with the inline marks that it must not have.
type xliffText struct {
	Text   string     `xml:",chardata"`
	Inline []struct{} `xml:",any"`
}

// WriteXLIFF writes a sheet as XLIFF 2.0: a unit for each text, and for each form of a plural, which has the form's
// name behind a colon. A translation that nobody has confirmed is in the state translated, another in final.
func WriteXLIFF(w io.Writer, s Sheet) error {
	doc := xliff{Version: xliffVersion, Source: "bg", Target: s.Lang, File: xliffFile{ID: "chuyme", Space: "preserve"}}
	for _, e := range s.Texts {
		for i, target := range e.Target {
			u := xliffUnit{ID: e.ID, Notes: []string{e.Note}}
			seg := xliffSegment{State: "initial", Source: xliffText{Text: e.Source[0]}}
			if e.Plural() {
				u.ID += ":" + s.Forms[i]
				if s.Forms[i] != "one" {
					seg.Source.Text = e.Source[1]
				}
			}
			if target != "" {
				seg.State, seg.Target = state(e.Open), &xliffText{Text: target}
			}
			u.Segments = []xliffSegment{seg}
			doc.File.Units = append(doc.File.Units, u)
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func state(open bool) string {
	if open {
		return "translated"
	}
	return "final"
}

// ReadXLIFF reads an XLIFF 2.0 file that a translator has worked on. Its Forms are those of the units.
func ReadXLIFF(r io.Reader) (Sheet, error) {
	data, err := readSheet(r)
	if err != nil {
		return Sheet{}, err
	}
	var doc xliff
	if err := xml.Unmarshal(data, &doc); err != nil {
		return Sheet{}, fmt.Errorf("not XLIFF 2.0: %w", err)
	}
	switch {
	case doc.Version != xliffVersion:
		return Sheet{}, fmt.Errorf("it is XLIFF %q, want %s", doc.Version, xliffVersion)
	case doc.Target == "":
		return Sheet{}, errors.New("the file does not name its language: want trgLang")
	case len(doc.File.Group) > 0:
		return Sheet{}, errors.New("its units stand in groups, want them in the file as they went out")
	}
	s := Sheet{Lang: doc.Target}
	seen := map[string]bool{}
	for _, u := range doc.File.Units {
		if seen[u.ID] {
			return Sheet{}, fmt.Errorf("unit %s stands twice", u.ID)
		}
		seen[u.ID] = true
		if err := s.addUnit(u); err != nil {
			return Sheet{}, fmt.Errorf("unit %s: %w", u.ID, err)
		}
	}
	return s, nil
}

// addUnit adds a unit, to the text before it where it is a further form of that.
func (s *Sheet) addUnit(u xliffUnit) error {
	var source, target string
	open := false
	for _, seg := range u.Segments { // a tool may have cut it into sentences
		if len(seg.Source.Inline) > 0 || seg.Target != nil && len(seg.Target.Inline) > 0 {
			return errors.New("it has inline marks, want text alone")
		}
		source += seg.Source.Text
		if seg.Target != nil {
			target += seg.Target.Text
		}
		open = open || seg.Target != nil && seg.State != "reviewed" && seg.State != "final"
	}
	id, form, isForm := strings.Cut(u.ID, ":")
	if !isForm {
		s.Texts = append(s.Texts, Entry{ID: id, Source: []string{source}, Target: []string{target}, Open: open})
		return nil
	}
	if !slices.Contains(s.Forms, form) {
		s.Forms = append(s.Forms, form)
	}
	if n := len(s.Texts); n == 0 || s.Texts[n-1].ID != id {
		s.Texts = append(s.Texts, Entry{ID: id, Source: []string{"", source}})
	}
	e := &s.Texts[len(s.Texts)-1]
	if !e.Plural() {
		return errors.New("its text stands there without plural forms too")
	}
	if s.Forms[len(e.Target)] != form {
		return errors.New("its plural forms are not in the order in which they went out")
	}
	if form == "one" {
		e.Source[0] = source
	} else {
		e.Source[1] = source
	}
	e.Target, e.Open = append(e.Target, target), e.Open || open
	return nil
}
