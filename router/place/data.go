package place

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed data/*.tsv data/NOTICE
var data embed.FS

// rows calls f with the fields of each line of an embedded table that is neither empty nor a comment, and names the line in an error.
func rows(file string, fields int, f func([]string) error) error {
	b, err := fs.ReadFile(data, "data/"+file)
	if err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != fields {
			return fmt.Errorf("%s:%d: %d fields, %d are needed", file, n, len(row), fields)
		}
		if err := f(row); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return lines.Err()
}

// coordinates reads a latitude and a longitude in degrees.
func coordinates(lat, lon string) (la, lo float64, err error) {
	if la, err = strconv.ParseFloat(lat, 64); err != nil || la < -90 || la > 90 {
		return 0, 0, fmt.Errorf("latitude %.20q is not a number of degrees from -90 to 90", lat)
	}
	if lo, err = strconv.ParseFloat(lon, 64); err != nil || lo < -180 || lo > 180 {
		return 0, 0, fmt.Errorf("longitude %.20q is not a number of degrees from -180 to 180", lon)
	}
	return la, lo, nil
}
