package main

import (
	"errors"
	"fmt"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/i18n"
)

type questionnaireCmd struct {
	Check  questionnaireCheckCmd  `cmd:"" help:"Look for what cannot be reached, ended, said or pressed."`
	Graph  questionnaireGraphCmd  `cmd:"" help:"Draw it."`
	Schema questionnaireSchemaCmd `cmd:"" help:"Print the JSON Schema of its file."`
}

type questionnaireCheckCmd struct {
	File   string `arg:"" optional:"" help:"A questionnaire; else that of CHUYME_QUESTIONNAIRE, else the embedded one."`
	Format string `help:"text or json." enum:"text,json" default:"text"`
}

func (questionnaireCheckCmd) Help() string { return "  chuyme questionnaire check questionnaire.yaml" }

// Run checks.
func (c questionnaireCheckCmd) Run(world outside) error {
	q, texts, err := questionnaireOf(world, c.File)
	if err != nil {
		return err
	}
	faults := conversation.Check(q, texts)
	if c.Format == "json" {
		err := printLine(world.out, map[string]any{"holds": len(faults) == 0, "faults": append([]string{}, faults...)})
		if err == nil && len(faults) > 0 {
			err = errFalse
		}
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(world.out, f)
	}
	if len(faults) > 0 {
		return errFalse
	}
	_, err = fmt.Fprintln(world.out, "the questionnaire holds")
	return err
}

type questionnaireGraphCmd struct {
	File   string `arg:"" optional:"" help:"A questionnaire; else that of CHUYME_QUESTIONNAIRE, else the embedded one."`
	Format string `help:"mermaid, dot or svg." enum:"mermaid,dot,svg" default:"mermaid"`
}

func (questionnaireGraphCmd) Help() string {
	return "  chuyme questionnaire graph --format svg > questionnaire.svg"
}

// Run draws.
func (c questionnaireGraphCmd) Run(world outside) error {
	q, _, err := questionnaireOf(world, c.File)
	if err != nil {
		return err
	}
	drawn, ok := conversation.Graph(q, c.Format)
	if !ok {
		return errors.New("no such form of graph")
	}
	_, err = fmt.Fprint(world.out, drawn)
	return err
}

type questionnaireSchemaCmd struct{}

func (questionnaireSchemaCmd) Help() string {
	return "An editor with a YAML language server checks a file while it is typed, where its first line is\n  # yaml-language-server: $schema=questionnaire.schema.json\n\n  chuyme questionnaire schema > questionnaire.schema.json"
}

// Run prints.
func (questionnaireSchemaCmd) Run(world outside) error {
	_, err := fmt.Fprint(world.out, conversation.Schema())
	return err
}

func questionnaireOf(world outside, file string) (*conversation.Questionnaire, *i18n.Catalogs, error) {
	cfg, err := world.settings()
	if err != nil {
		return nil, nil, err
	}
	if file == "" {
		file = cfg.Questionnaire
	}
	texts, err := loadTexts(cfg)
	if err != nil {
		return nil, nil, err
	}
	q, err := conversation.Load(file)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return q, texts, nil
}
