package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/chuyme/chuyme/router/place"
)

type placeCmd struct {
	Query []string `arg:"" optional:"" passthrough:"" help:"The words are one query; - reads one query a line of standard input."`
}

func (placeCmd) Help() string {
	return "Writes JSON Lines {\"query\",\"matches\":[…]}, best first, at most 5; what names no place gives none.\n\n  chuyme place в. търново\n  chuyme place - < queries.txt"
}

type placeAnswer struct {
	Query   string        `json:"query"`
	Matches []place.Match `json:"matches"`
}

// Run finds and writes.
func (c placeCmd) Run(world outside) error {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	if len(c.Query) == 0 {
		return usage("place: want a query, or - to read queries from standard input")
	}
	places, err := loadPlaces(cfg)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(world.out)
	find := func(query string) error {
		matches := places.Find(query)
		if matches == nil {
			matches = []place.Match{}
		}
		return printLine(out, placeAnswer{query, matches})
	}
	if len(c.Query) != 1 || c.Query[0] != "-" {
		return firstError(find(strings.Join(c.Query, " ")), out.Flush())
	}
	scan := bufio.NewScanner(world.in)
	scan.Buffer(make([]byte, 64<<10), maxLine)
	for scan.Scan() {
		if err := find(strings.TrimSuffix(scan.Text(), "\r")); err != nil {
			return err
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return out.Flush()
}
