package i18n

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
)

// paper is a catalog file that is being written anew, line by line, so that comments, order and quotes stay.
type paper struct {
	before *catalog
	set    map[string]string // what an id's lines are to be
	order  []string          // in which order new ids come
}

// block is one entry of a file with its lines, or lines between entries.
type block struct {
	id   string // "" between entries
	text string
}

// head sets what the head says.
func (p *paper) head(h Head) {
	if h.Reviewed != "" {
		p.set["reviewed"] = "reviewed: " + scalar(h.Reviewed) + "\n"
	}
	if h.Name != "" {
		p.set["name"] = "name: " + scalar(h.Name) + "\n"
	}
}

// write gives the file with what was set; new ids stand after the one that comes before them in the order.
func (p *paper) write(file []byte) ([]byte, error) {
	blocks, err := blocksOf(file)
	if err != nil {
		return nil, err
	}
	at := map[string]bool{}
	for i, b := range blocks {
		at[b.id] = true
		if text, ok := p.set[b.id]; ok && b.id != "" {
			blocks[i].text = text
		}
	}
	after := "reviewed"
	for _, id := range append([]string{"name"}, p.order...) {
		if text := p.set[id]; text != "" && !at[id] {
			i := slices.IndexFunc(blocks, func(b block) bool { return b.id == after })
			blocks = slices.Insert(blocks, i+1, block{id, text})
			at[id] = true
		}
		if at[id] {
			after = id
		}
	}
	var out bytes.Buffer
	for _, b := range blocks {
		out.WriteString(b.text)
	}
	return out.Bytes(), nil
}

// blocksOf cuts a file into its entries and what stands between them.
func blocksOf(file []byte) ([]block, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return nil, err
	}
	if len(file) > 0 && file[len(file)-1] != '\n' {
		file = append(slices.Clone(file), '\n')
	}
	lines := strings.SplitAfter(strings.ReplaceAll(string(file), "\r\n", "\n"), "\n")
	var blocks []block
	from := 0
	if len(doc.Content) > 0 {
		keys := doc.Content[0].Content
		for i := 0; i+1 < len(keys); i += 2 {
			first, end := keys[i].Line-1, len(lines)
			if i+2 < len(keys) {
				end = keys[i+2].Line - 1
			}
			for end > first+1 && (strings.TrimSpace(lines[end-1]) == "" || strings.HasPrefix(lines[end-1], "#")) {
				end--
			}
			blocks = append(blocks, block{"", strings.Join(lines[from:first], "")}, block{keys[i].Value, strings.Join(lines[first:end], "")})
			from = end
		}
	}
	return append(blocks, block{"", strings.Join(lines[from:], "")}), nil
}

// startOf is the file that a translation of lang goes into: the built-in catalog, or one that has nothing but a head.
func startOf(lang, name string) []byte {
	if data, err := files.ReadFile(lang + ".yaml"); err == nil {
		return data
	}
	return fmt.Appendf(nil, "# %s. One text a line: \"id: text\", in the order of the Bulgarian catalog.\n"+
		"# reviewed: who has read it (a professional or native reader), or none.\nreviewed: none\n", strings.ReplaceAll(name, "\n", " "))
}

// written is a text as a catalog has it.
func written(id string, m *goi18n.Message) (string, error) {
	if len(forms(m)) == 1 {
		return id + ": " + scalar(m.Other) + "\n", nil
	}
	out := id + ":\n"
	for _, f := range formNames {
		if text := *formOf(m, f.name); text != "" {
			if strings.Contains(text, "\n") {
				return "", fmt.Errorf("the plural form %s has several lines, want one", f.name)
			}
			out += "  " + f.name + ": " + scalar(text) + "\n"
		}
	}
	return out, nil
}

// scalar writes a text in YAML: bare where that can be, several lines as a block, else in quotes. Marks of direction
// are written as what they are, since nobody sees them.
func scalar(text string) string {
	seen := !strings.ContainsAny(text, "\u200C\u200D\u200E\u200F")
	joined := strings.ContainsAny(text, "\u200C\u200D") && !strings.ContainsAny(text, "\u200E\u200F") // as Persian has it
	if seen || joined {
		bare := text
		if strings.Contains(text, "\n") {
			bare = "|-\n  " + strings.ReplaceAll(text, "\n", "\n  ")
		}
		if reads(bare, text) {
			return bare
		}
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\u200E", `\u200E`, "\u200F", `\u200F`).Replace(text)
	return `"` + quoted + `"`
}

// reads reports whether a value is read as this text and as nothing but a text.
func reads(value, text string) bool {
	var doc yaml.Node
	if yaml.Unmarshal([]byte("k: "+value+"\n"), &doc) != nil || len(doc.Content) != 1 || len(doc.Content[0].Content) != 2 {
		return false
	}
	n := doc.Content[0].Content[1]
	return n.Kind == yaml.ScalarNode && n.Tag == "!!str" && n.Value == text && n.LineComment == ""
}
