package main

import (
	"bufio"
	"encoding/json"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

type understandCmd struct{}

func (understandCmd) Help() string {
	return "Reads JSON Lines {\"id\",\"question\",\"text\"} and writes {\"id\",\"options\":[…]}: what the conversation would take the answer for, [] where it would ask again.\n\n  echo '{\"id\":1,\"question\":\"age\",\"text\":\"на девет\"}' | chuyme understand"
}

// Run reads, understands and writes line by line.
func (understandCmd) Run(world outside) error {
	lex, err := world.words()
	if err != nil {
		return err
	}
	type line struct {
		ID       json.RawMessage `json:"id"`
		Question signal.Question `json:"question"`
		Text     string          `json:"text"`
	}
	type answer struct {
		ID      json.RawMessage `json:"id"`
		Options []string        `json:"options"`
	}
	out := bufio.NewWriter(world.out)
	err = eachLine(world.in, func(l line) error {
		options := conversation.UnderstandAt(lex, l.Question, l.Text, time.Now())
		if options == nil {
			options = []string{}
		}
		return printLine(out, answer{idOf(l.ID), options})
	})
	return firstError(err, out.Flush())
}
