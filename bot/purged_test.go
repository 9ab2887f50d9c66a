package main

import (
	"testing"
)

// A case that is purged while its reporter still writes: nothing comes back, the reporter is told so, and what is said
// next is a case of its own. An officer who has its button is told that it is gone.
func TestPurgedWhileInUse(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	officer := p.joins("ozd-karnobat", "o-1", "duty", 102)
	child := p.person(201)
	child.walks("Татко ме удря с колан.", "Карнобат")
	ref := refOf(t, officer.sees("the alert", anAlert()))
	if _, stderr, code := p.command("", "purge", "--case", ref); code != 0 {
		t.Fatalf("purge: status %d: %s", code, stderr)
	}

	child.say("Той пак идва към мен.", saying("Още не е изпратено", "112"))
	officer.press("case=view:"+ref, saying(ref, "заличен"))

	child.begins()
	child.inDanger()
	list := p.cases()
	if len(list) != 2 {
		t.Fatalf("%d cases after the reporter began anew, want the purged one and another", len(list))
	}
	for _, c := range list {
		for _, text := range p.shown(c.Ref).texts() {
			t.Errorf("case %v holds words that were purged with the first: %q", c, text)
		}
	}
}

// Whoever comes with a code may be another than who told: the officer is told so beside what is said from then on.
func TestOfficerSeesThatSomebodyCameWithTheCode(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	officer := p.joins("ozd-karnobat", "o-1", "duty", 102)
	code := p.person(201).walks("Татко ме удря с колан.", "Карнобат")
	ref := refOf(t, officer.sees("the alert", anAlert()))

	other := p.person(202)
	other.say("/start", offering("role=child"))
	other.say(code, saying("Стигна до нас"))
	other.say("Нищо не е станало, беше шега.", saying("Добавих го"))
	officer.press("case=view:"+ref, saying("дойде с кода", "беше шега"))
}
