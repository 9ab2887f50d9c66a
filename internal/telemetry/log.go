// Package telemetry is what the operator sees of the running program: its log and its metrics.
//
// Nothing in either may tell who reported, what was said, or a token: names, chat ids and texts are never handed in, and
// secrets have a type that prints as hidden.
package telemetry

import (
	"io"
	"log/slog"
	"os"
)

// NewLog writes to w: JSON, or readable lines where w is a terminal. level is one of debug, info, warn, error.
func NewLog(w io.Writer, level string) *slog.Logger {
	var at slog.Level
	if err := at.UnmarshalText([]byte(level)); err != nil {
		at = slog.LevelInfo
	}
	opts := &slog.HandlerOptions{Level: at}
	if Terminal(w) {
		return slog.New(slog.NewTextHandler(w, opts))
	}
	return slog.New(slog.NewJSONHandler(w, opts))
}

// Terminal reports whether w is a terminal.
func Terminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
