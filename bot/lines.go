package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// maxLine bounds one line of input: a message of a megabyte still fits.
const maxLine = 16 << 20

// eachLine reads JSON Lines into fresh values and calls do for each; blank lines are passed over. A fault names its line.
func eachLine[T any](in io.Reader, do func(T) error) error {
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; scan.Scan(); n++ {
		line := bytes.TrimSpace(scan.Bytes())
		if len(line) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			return usage("standard input:%d: not a JSON object of the form that --help shows", n)
		}
		if err := do(v); err != nil {
			return err
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return nil
}

// printLine writes v as one line of JSON, letters of all scripts as they are.
func printLine(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
