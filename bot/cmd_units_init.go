package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/unit"
)

type unitsInitCmd struct {
	Into string `help:"A file to write, which must not be there yet; else standard output."`
}

func (unitsInitCmd) Help() string {
	return "The file has a child protection department and a police unit for each municipality, with comments that say what to fill in. Nobody in it can be told yet: units check says what is missing.\n\n  chuyme units init --into units.yaml\n  chuyme units check units.yaml"
}

// Run writes the file, whole or not at all, and never over another.
func (c unitsInitCmd) Run(world outside) (err error) {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	places, err := loadPlaces(cfg)
	if err != nil {
		return err
	}
	file, err := unit.Start(municipalitiesOf(places), provinceNames(places))
	if err != nil {
		return err
	}
	if c.Into == "" {
		_, err = world.out.Write(file)
		return err
	}
	if err := writeNew(c.Into, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(world.out, "%s has units for %d municipalities; what to fill in stands in it. Then: chuyme units check %s\n", c.Into, len(municipalitiesOf(places)), c.Into)
	return err
}

func provinceNames(places *place.Register) func(code string) string {
	names := map[string]string{}
	for _, p := range places.Provinces() {
		names[p.Code] = p.Name
	}
	return func(code string) string { return names[code] }
}

// writeNew writes a file that is not there yet.
func writeNew(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("--into: %s is there already: name another, or take it away first", path)
	}
	if err != nil {
		return usage("--into: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(path) // half a file would be taken for a whole one
		}
	}()
	_, err = f.Write(data)
	return err
}
