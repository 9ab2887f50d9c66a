package main

import (
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestDutyInTheChat: an officer asks who is on, and gets it for each unit of theirs; for a child the word is a word.
func TestDutyInTheChat(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	officer := p.joins("ozd-karnobat", "o-2", "duty", 311)
	officer.say("/duty", saying("ОЗД Карнобат", "Сега дежури: o-1", "не дежурите", "винаги дежури някой"))
	p.joins("ru-karnobat", "o-1", "duty", 311)
	officer.say("/duty", saying("ОЗД Карнобат", "РУ Карнобат", "Вие дежурите"))
	child := p.person(312)
	child.say("/start", offering("role=child"))
	child.say("/duty", func(m telegramtest.Message) bool { return !saying("дежури")(m) })
}
