package unit

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

//go:embed start.yaml.tmpl
var startTemplate string

// Start writes a units file to begin from: the national unit, and for each municipality a child protection department
// and a police unit, with comments that say what to fill in. It holds no address at all, so that none is taken for
// real. province names a province by its code, for the headings.
func Start(m Municipalities, province func(code string) string) ([]byte, error) {
	file, err := template.New("start").Parse(startTemplate)
	if err != nil {
		return nil, fmt.Errorf("units to begin from: %w", err)
	}
	var b bytes.Buffer
	if err := file.Execute(&b, beginnings(m, province)); err != nil {
		return nil, fmt.Errorf("units to begin from: %w", err)
	}
	return b.Bytes(), nil
}

// region is a province with its municipalities.
type region struct {
	Name           string
	Municipalities []beginning
}

// beginning is a municipality with the end of its units' ids.
type beginning struct {
	MunicipalityArea
	Slug string
}

func beginnings(m Municipalities, province func(code string) string) []region {
	var regions []region
	sorted := slices.Clone(m)
	slices.SortFunc(sorted, func(a, b MunicipalityArea) int { return strings.Compare(a.Code, b.Code) })
	for i, area := range sorted {
		if i == 0 || area.Province != sorted[i-1].Province {
			regions = append(regions, region{Name: province(area.Province)})
		}
		last := &regions[len(regions)-1]
		last.Municipalities = append(last.Municipalities, beginning{area, slug(area, m)})
	}
	return regions
}

// slug makes a municipality's Latin name the end of an id; where two have the same name the code tells them apart.
func slug(area MunicipalityArea, all Municipalities) string {
	words := strings.FieldsFunc(strings.ToLower(area.Latin), func(r rune) bool { return r < 'a' || r > 'z' })
	name := strings.Join(words, "-")
	alike := slices.ContainsFunc(all, func(o MunicipalityArea) bool {
		return o.Code != area.Code && strings.EqualFold(o.Latin, area.Latin)
	})
	if alike || name == "" {
		name = strings.Trim(name+"-"+strings.ToLower(area.Code), "-")
	}
	return name
}
