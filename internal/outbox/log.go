package outbox

import (
	"context"
	"log/slog"
)

// riverLog is a log for River: its warnings with what says where, and without the rest. Its error texts come from the
// database and its arguments from us; neither is for a log that many may read.
func riverLog(log *slog.Logger) *slog.Logger { return slog.New(quiet{log.Handler()}) }

// quiet passes on warnings and errors, with the attributes of allowed alone.
type quiet struct{ next slog.Handler }

func allowed(key string) bool {
	switch key {
	case "queue", "job_id", "job_kind", "kind", "name":
		return true
	}
	return false
}

// Enabled reports whether a level is passed on.
func (h quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.next.Enabled(ctx, level)
}

// Handle passes a record on, trimmed.
func (h quiet) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, "job queue: "+r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if allowed(a.Key) {
			out.AddAttrs(a)
		}
		return true
	})
	return h.next.Handle(ctx, out)
}

// WithAttrs drops attributes that were given ahead.
func (h quiet) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup drops groups.
func (h quiet) WithGroup(string) slog.Handler { return h }
