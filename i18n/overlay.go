package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// codeForm is what the code of an added language looks like.
var codeForm = regexp.MustCompile(`^[a-z]{2,3}$`)

// LoadOver reads the built-in catalogs and lays over them those at the top of own, an operator's folder. A catalog of
// one of the ten there holds only the texts that the operator says otherwise. One of another language, with its name
// (in its own script) under the key name, adds the language; what it lacks is said in Bulgarian, and Missing lists it.
// An id that the program does not have, other placeholders than the Bulgarian text has, and a plural form too few are
// refused. The error names the file, the line and the id of each fault.
func LoadOver(own fs.FS) (*Catalogs, error) {
	c, err := Load()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(own, "*.y*ml")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no catalog is there: want files such as bg.yaml or de.yaml")
	}
	var laid []*catalog
	var faults []error
	for _, name := range names {
		cat, err := c.readOwn(own, name)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		laid = append(laid, cat)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	for _, cat := range laid {
		if err := c.lay(cat); err != nil {
			return nil, fmt.Errorf("%s.yaml: %w", cat.lang, err)
		}
	}
	return c, nil
}

// readOwn reads a file of an operator's folder and holds it to the Bulgarian catalog.
func (c *Catalogs) readOwn(own fs.FS, name string) (*catalog, error) {
	lang, ok := strings.CutSuffix(name, ".yaml")
	if !ok || !codeForm.MatchString(lang) {
		return nil, errors.New("a catalog is called by the two or three letters of its language, such as de.yaml")
	}
	data, err := fs.ReadFile(own, name)
	if err != nil {
		return nil, err
	}
	cat, err := parse(lang, data)
	if err != nil {
		return nil, err
	}
	return cat, c.fits(cat)
}

// fits holds a catalog that was made elsewhere to what the program asks for.
func (c *Catalogs) fits(cat *catalog) error {
	var faults []error
	if cat.reviewed == "" {
		faults = append(faults, errors.New("it does not say who has read it: want reviewed: with names, or none"))
	}
	if _, ours := byCode(languages[:], cat.lang); ours == (cat.name != "") {
		if ours {
			faults = append(faults, fmt.Errorf("the language %s has its name already: leave name: out", cat.lang))
		} else {
			faults = append(faults, fmt.Errorf("the language %s has no name: want name: with what it is called in its own script", cat.lang))
		}
	}
	for _, id := range cat.order {
		for _, f := range c.broken(cat, id) {
			faults = append(faults, fmt.Errorf("line %d: %s: %s", cat.lines[id], id, f.Says))
		}
	}
	return errors.Join(faults...)
}

// lay lays a catalog over the one of its language, or adds the language.
func (c *Catalogs) lay(over *catalog) error {
	cat := c.byLang[over.lang]
	if cat == nil {
		c.byLang[over.lang] = over
		c.languages = append(slices.Clone(c.languages), Language{Code: over.lang, Name: over.name, RTL: RTL(over.lang)})
		c.link(over.lang)
		return nil
	}
	if left := slices.ContainsFunc(cat.order, func(id string) bool { return over.messages[id] == nil }); left {
		cat.reviewed = bothRead(cat.reviewed, over.reviewed)
	} else {
		cat.reviewed = over.reviewed // nothing is left of what was there
	}
	for _, id := range over.order {
		if cat.messages[id] == nil {
			cat.order = append(cat.order, id)
		}
		delete(cat.plain, id)
	}
	maps.Copy(cat.messages, over.messages)
	maps.Copy(cat.plain, over.plain)
	return cat.bundle()
}

// bothRead says who has read a catalog that is made of two: nobody, where nobody has read one of them.
func bothRead(a, b string) string {
	if a == b || a == "none" {
		return a
	}
	if b == "none" {
		return b
	}
	return a + ", " + b
}

// Missing lists what the catalog of lang lacks and is said in another language, in the order of the Bulgarian one.
// Only Bulgarian and English must have what officers alone read.
func (c *Catalogs) Missing(lang string) (ids []string) {
	if c.byLang[lang] == nil {
		return nil
	}
	for _, id := range c.byLang["bg"].order {
		if !c.Has(lang, id) && c.base(id) == id && (!forOfficers(id) || lang == "bg" || lang == "en") {
			ids = append(ids, id)
		}
	}
	return ids
}
