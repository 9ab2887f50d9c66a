package unit

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
)

//go:embed map.svg.tmpl
var mapTemplate string

// The drawing, in pixels, and the corner of the country that it begins with, in degrees.
const (
	mapWide, mapHigh = 1000, 700
	mapMargin        = 40
	mapNorth         = 44.25
	mapWest          = 22.3
	pixelsADegree    = 200.0 // of latitude; one of longitude is shorter
	middle           = 42.7  // the latitude at which the map is true
)

// WriteMap draws the report as a map in SVG: for every municipality a dot at its seat, coloured and shaped by who
// covers it, with a legend that counts them. It needs no scripts and no fonts of its own; each dot has a title that is
// read aloud. seat gives the degrees of a municipality's seat; one that has none stands in a row below the map.
func (r Report) WriteMap(w io.Writer, seat func(code string) (lat, lon float64, ok bool)) error {
	drawing, err := template.New("map").Parse(mapTemplate)
	if err != nil {
		return fmt.Errorf("units as a map: %w", err)
	}
	if err := drawing.Execute(w, r.drawn(seat)); err != nil {
		return fmt.Errorf("units as a map: %w", err)
	}
	return nil
}

// dot is one municipality on the map.
type dot struct {
	X, Y int
	By   coverage
	Cover
}

// legend is one colour with what it means.
type legend struct {
	X, Y  int
	Count int
	By    coverage
	Says  string
}

// drawing is what the template fills in.
type drawing struct {
	Wide, High int
	Dots       []dot
	Legend     []legend
}

func (r Report) drawn(seat func(code string) (lat, lon float64, ok bool)) drawing {
	d := drawing{Wide: mapWide, High: mapHigh}
	count := map[coverage]int{}
	stray := 0
	for _, m := range r.Municipalities {
		count[m.by]++
		at := dot{By: m.by, Cover: m}
		if lat, lon, ok := seat(m.Code); ok {
			at.X, at.Y = onMap(lat, lon)
		} else {
			at.X, at.Y = mapMargin+stray*20, mapHigh-mapMargin/2
			stray++
		}
		d.Dots = append(d.Dots, at)
	}
	for i, says := range []string{"a unit of its own", "the national unit only", "nobody"} {
		by := []coverage{byOwn, byNational, byNobody}[i]
		d.Legend = append(d.Legend, legend{X: mapWide - 240, Y: mapHigh - 110 + 28*i, Count: count[by], By: by, Says: says})
	}
	return d
}

// onMap puts degrees on the drawing.
func onMap(lat, lon float64) (x, y int) {
	narrow := math.Cos(middle * math.Pi / 180)
	return mapMargin + int(math.Round((lon-mapWest)*narrow*pixelsADegree)), mapMargin + int(math.Round((mapNorth-lat)*pixelsADegree))
}
