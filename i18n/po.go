package i18n

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// pluralHeads are the Plural-Forms of gettext that give the forms of CLDR in their order, by what forms there are.
var pluralHeads = map[string]string{
	"other":     "nplurals=1; plural=0;",
	"one other": "nplurals=2; plural=(n != 1);",
	"one few many other": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : " +
		"n%10==0 || n%10>=5 || (n%100>=11 && n%100<=14) ? 2 : 3);",
	"zero one two few many other": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}

// pluralHead is the Plural-Forms header for these forms. What has none of its own counts alike and names its forms in
// the notes: only tools that show examples read the rule.
func pluralHead(names []string) string {
	if head, ok := pluralHeads[strings.Join(names, " ")]; ok {
		return head
	}
	return fmt.Sprintf("nplurals=%d; plural=(n != 1);", len(names))
}

// WritePO writes a sheet as a gettext PO file: the id is the context, the Bulgarian text the message, what a translator
// should know a comment, and what nobody has confirmed is fuzzy.
func WritePO(w io.Writer, s Sheet) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "msgid \"\"\nmsgstr \"\"\n%s\n%s\n%s\n%s\n", quotePO("Language: "+s.Lang+"\n"), quotePO("MIME-Version: 1.0\n"),
		quotePO("Content-Type: text/plain; charset=UTF-8\n")+"\n"+quotePO("Content-Transfer-Encoding: 8bit\n"), quotePO("Plural-Forms: "+pluralHead(s.Forms)+"\n"))
	for _, e := range s.Texts {
		fmt.Fprintf(b, "\n#. %s\n", e.Note)
		if e.Plural() {
			fmt.Fprintf(b, "#. the forms in order: %s\n", strings.Join(s.Forms, ", "))
		}
		if e.Open {
			fmt.Fprintln(b, "#, fuzzy")
		}
		fmt.Fprintf(b, "msgctxt %s\nmsgid %s\n", quotePO(e.ID), quotePO(e.Source[0]))
		if !e.Plural() {
			fmt.Fprintf(b, "msgstr %s\n", quotePO(e.Target[0]))
			continue
		}
		fmt.Fprintf(b, "msgid_plural %s\n", quotePO(e.Source[1]))
		for i, t := range e.Target {
			fmt.Fprintf(b, "msgstr[%d] %s\n", i, quotePO(t))
		}
	}
	return b.Flush()
}

// quotePO writes a string of a PO file; several lines begin on a line of their own.
func quotePO(text string) string {
	quote := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
	}
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) == 1 {
		return quote(text)
	}
	out := `""`
	for _, l := range lines {
		out += "\n" + quote(l)
	}
	return out
}

// poMessage is one message of a PO file as it is being read.
type poMessage struct {
	line    int
	fuzzy   bool
	context *string
	id      []string
	str     []string
	into    *string // what a line of nothing but a string goes on with
}

// ReadPO reads a PO file that a translator has worked on. Its Forms are empty: the file does not name them. Errors name
// the line.
func ReadPO(r io.Reader) (Sheet, error) {
	data, err := readSheet(r)
	if err != nil {
		return Sheet{}, err
	}
	var s Sheet
	var m poMessage
	seen, n := map[string]bool{}, 0
	end := func() error {
		done := m
		m = poMessage{}
		switch {
		case done.id == nil && done.context == nil:
			return nil
		case done.id == nil:
			return fmt.Errorf("line %d: %s has no msgid", n, *done.context)
		}
		if done.context == nil && done.id[0] == "" {
			s.Lang = header(strings.Join(done.str, ""), "Language")
			return nil
		}
		return s.addPO(done, seen)
	}
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		// A comment after a message, or a new context, begins the next one.
		if begins := line == "" || line[0] == '#' || strings.HasPrefix(line, "msgctxt") || strings.HasPrefix(line, "msgid "); begins && m.str != nil {
			if err := end(); err != nil {
				return Sheet{}, err
			}
		}
		if err := m.read(line); err != nil {
			return Sheet{}, fmt.Errorf("line %d: %w", n, err)
		}
		if m.line == 0 && m.id != nil {
			m.line = n
		}
	}
	if err := end(); err != nil {
		return Sheet{}, err
	}
	if s.Lang == "" {
		return Sheet{}, fmt.Errorf("the file does not name its language: want Language: tr in its header")
	}
	return s, nil
}

// addPO adds a message that was read whole.
func (s *Sheet) addPO(m poMessage, seen map[string]bool) error {
	switch {
	case m.context == nil:
		return fmt.Errorf("line %d: the message has no msgctxt, which is the id of the text", m.line)
	case seen[*m.context]:
		return fmt.Errorf("line %d: %s stands twice", m.line, *m.context)
	case len(m.str) == 0:
		return fmt.Errorf("line %d: %s has no msgstr", m.line, *m.context)
	}
	seen[*m.context] = true
	s.Texts = append(s.Texts, Entry{ID: *m.context, Source: m.id, Target: m.str, Open: m.fuzzy})
	return nil
}

// read reads one line into the message.
func (m *poMessage) read(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "":
		return nil
	case strings.HasPrefix(line, "#,"):
		m.fuzzy = m.fuzzy || strings.Contains(line, "fuzzy")
		return nil
	case line[0] == '#': // comments, earlier texts (#|) and texts that are no more (#~)
		return nil
	case line[0] == '"':
		if m.into == nil {
			return fmt.Errorf("a string stands alone: want msgid or msgstr before it")
		}
		return m.more(line)
	case word == "msgctxt":
		m.context = new(string)
		m.into = m.context
	case word == "msgid" || word == "msgid_plural":
		m.id = append(m.id, "")
		m.into = &m.id[len(m.id)-1]
	case word == "msgstr" || word == fmt.Sprintf("msgstr[%d]", len(m.str)):
		m.str = append(m.str, "")
		m.into = &m.str[len(m.str)-1]
	default:
		return fmt.Errorf("it begins with neither msgctxt, msgid, msgstr (in their order) nor a string")
	}
	return m.more(strings.TrimSpace(rest))
}

// more adds a quoted string to what is being read.
func (m *poMessage) more(quoted string) error {
	if len(quoted) < 2 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		return fmt.Errorf("want a string in double quotes")
	}
	var out strings.Builder
	escaped := false
	for _, r := range quoted[1 : len(quoted)-1] {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '"':
			return fmt.Errorf(`a quote inside the string: want \"`)
		case escaped && r == 'n':
			r = '\n'
		case escaped && r == 't':
			r = '\t'
		case escaped && r != '\\' && r != '"':
			return fmt.Errorf(`\%c means nothing: want \n, \t, \" or \\`, r)
		}
		out.WriteRune(r)
		escaped = false
	}
	if escaped {
		return fmt.Errorf("the string ends within an escape")
	}
	*m.into += out.String()
	return nil
}

// header is a field of a PO file's header.
func header(head, name string) string {
	for line := range strings.Lines(head) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// maxSheet is the largest file of a translator that is read, in bytes: some twenty times what all texts need.
const maxSheet = 8 << 20

// readSheet reads a translator's file whole.
func readSheet(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSheet+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxSheet:
		return nil, fmt.Errorf("the file has more than %d MiB, which no sheet has", maxSheet>>20)
	case !utf8.Valid(data):
		return nil, fmt.Errorf("the file is not UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\uFEFF")), nil
}
