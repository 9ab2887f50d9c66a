package main

import (
	"bufio"
	"context"
	"encoding/json"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/triage"
)

type triageCmd struct {
	Expect      bool   `help:"The lines also hold urgency and category; print recall and precision."`
	Corrections bool   `help:"Write what officers have corrected in the console instead, as JSON Lines."`
	Texts       bool   `help:"With --corrections: also the texts that they let go along; each look is in the audit log."`
	Format      string `help:"With --expect: table or json." enum:"table,json" default:"table"`
}

func (triageCmd) Help() string {
	return "Reads JSON Lines {\"id\",\"text\"[,\"answers\":{question:[option…]}]} and writes {\"id\",\"urgency\",\"category\",\"lang\",\"reasons\"} a line, in order.\n\n  echo '{\"id\":1,\"text\":\"помощ той идва пак\"}' | chuyme triage\n  chuyme triage --corrections > judged.jsonl"
}

type triageLine struct {
	ID      json.RawMessage `json:"id"`
	Text    string          `json:"text"`
	Answers signal.Answers  `json:"answers"`
}

type triageAnswer struct {
	ID json.RawMessage `json:"id"`
	signal.Reading
}

// Run reads, triages and writes line by line.
func (c triageCmd) Run(ctx context.Context, world outside) error {
	if c.Corrections {
		return corrections(ctx, world, c.Texts)
	}
	lex, err := world.words()
	if err != nil {
		return err
	}
	reader, err := triage.New(lex)
	if err != nil {
		return err
	}
	if c.Expect {
		report, err := triage.Evaluate(reader, world.in)
		if err != nil {
			return usageError{err}
		}
		if c.Format == "json" {
			return printLine(world.out, report)
		}
		report.Print(world.out)
		return nil
	}
	out := bufio.NewWriter(world.out)
	err = eachLine(world.in, func(l triageLine) error {
		d := signal.Draft{Answers: l.Answers}
		if l.Text != "" {
			d.Said = []signal.Said{{ID: "1", Text: l.Text}}
		}
		read := reader.Read(d)
		if read.Reasons == nil {
			read.Reasons = []signal.Reason{}
		}
		return printLine(out, triageAnswer{idOf(l.ID), read})
	})
	return firstError(err, out.Flush())
}

// idOf gives back an id as it came; null where there was none.
func idOf(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
