package conversation

import (
	"maps"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/lexicon"
)

var settingTable = map[string]string{
	"home": "home", "room": "home", "bathroom": "home", "basement": "home", "closet": "home", "kitchen": "home", "attic": "home",
	"balcony": "home", "rented_room": "home", "apartment_block": "home", "corridor": "home",
	"school": "school", "kindergarten": "school", "class_room": "school", "canteen": "school", "gym_hall": "school",
	"street": "street", "yard": "street", "outside": "street", "park": "street", "station": "street", "shop": "street", "bus": "street",
	"playground_place": "street", "market_place": "street", "stairwell": "street",
	"crossing_road": "street", "class_break": "school", "school_event": "school", "foster_family": "institution",
	"isolation_room": "institution", "institution_night": "institution", "institution": "institution", "dormitory": "institution", "shelter_place": "institution", "prison": "institution",
	"online": "online", "chat_online": "online", "group_chat": "online", "k_online": "online", "webcam": "online", "game": "online",
	"social_app": "online", "livestream": "online", "omegle_random": "online", "hidden_chat": "online", "roblox_game": "online", "minecraft": "online",
	"friends_house": "acquaintances", "neighbour": "acquaintances", "grandmother": "acquaintances", "friend": "acquaintances",
	"relative": "acquaintances", "aunt": "acquaintances", "uncle": "acquaintances", "grandfather": "acquaintances", "cousin": "acquaintances",
	"other": "other", "car": "other", "forest": "other", "river": "other", "hospital": "other", "cabin": "other", "pool": "other",
	"hotel": "other", "church": "other", "clinic": "other", "factory": "other", "farm": "other", "field": "other", "mountain": "other",
	"beach": "other", "ruins": "other", "office_place": "other", "restaurant": "other", "garage": "other",
	"camp_trip": "other", "train_ride": "other", "taxi_ride": "other", "station_police": "other", "lift": "other",
}

func readSetting(v view) []string { return first(v.chosen(settingTable)) }

var perpetratorTable = map[string]string{
	"father": "father", "husband": "father", "mother": "mother", "wife": "mother", "partner": "partner",
	"grandfather": "relative", "grandmother": "relative", "uncle": "relative", "aunt": "relative", "cousin": "relative",
	"relative": "relative", "brother": "relative", "sister": "relative", "son": "relative", "daughter": "relative",
	"nephew": "relative", "grandchild": "relative", "family": "relative",
	"big_brother": "relative", "big_sister": "relative", "step_sibling": "relative", "twin": "relative", "mother_in_law": "relative",
	"in_law": "relative", "godparent": "relative", "lover_of_parent": "partner", "ex_partner": "partner",
	"a6": "child", "a7": "child", "a8": "child", "a9": "child", "a10": "child", "a11": "child", "a12": "child", "a13": "child",
	"a14": "child", "a15": "child", "a16": "child", "a17": "child", // "a sixth-grader"
	"teenagers": "child", "first_graders": "child", "whole_class": "child", "tutor": "teacher", "deputy": "teacher", "school_psych": "teacher",
	"foster_family": "caretaker", "institution_night": "caretaker", "maniac": "stranger", "strange_man": "stranger", "old_person": "stranger",
	"neighbour": "neighbour", "classmate": "child", "child": "child", "boy": "child", "girl": "child", "pupil": "child",
	"older_kids": "child", "friend": "child", "kid_of_other": "child", "teen": "child",
	"teacher": "teacher", "coach": "teacher", "carer": "caretaker",
	"stranger": "stranger", "man": "stranger", "woman": "stranger", "driver": "stranger", "passer": "stranger", "met_online": "stranger",
	"doctor": "other", "priest": "other", "police": "other", "boss": "other", "sweetheart": "other", "other": "other",
	"guard": "other", "cleaner_woman": "other", "cook_person": "other", "seller": "other", "photographer": "other", "older_lover": "other",
}

func readPerpetrator(v view) []string {
	if v.Has("dont_know") && !v.Has("father", "mother", "partner", "stranger") {
		return []string{"unknown"}
	}
	return first(v.chosen(perpetratorTable))
}

var roleTable = map[string]string{
	"father": "parent", "mother": "parent", "parents": "parent", "son": "parent", "daughter": "parent", "partner": "parent",
	"grandfather": "relative", "grandmother": "relative", "uncle": "relative", "aunt": "relative", "cousin": "relative",
	"relative": "relative", "brother": "relative", "sister": "relative", "nephew": "relative", "grandchild": "relative",
	"big_brother": "relative", "big_sister": "relative", "step_sibling": "relative", "twin": "relative", "mother_in_law": "relative",
	"in_law": "relative", "godparent": "relative", "foster_family": "parent", "single_parent": "parent", "orphan": "child",
	"neighbour": "neighbour", "friend": "friend", "classmate": "friend", "sweetheart": "friend",
	"teacher": "teacher", "coach": "teacher", "carer": "teacher", "pupil": "teacher", "kindergarten": "teacher",
	"tutor": "teacher", "deputy": "teacher", "school_psych": "teacher", "pass_by": "stranger", "seller": "stranger", "volunteer": "stranger",
	"doctor": "doctor", "hospital": "doctor",
	"stranger": "stranger", "passer": "stranger", "driver": "stranger", "social_worker": "stranger", "police": "stranger", "other": "stranger",
	"child": "child", "boy": "child", "girl": "child", "me": "child",
}

// readRole reads who writes. "Me" alone is the child; beside a relation it is only the one who speaks.
func readRole(v view) []string {
	if v.Has("work") && v.Has("school", "kindergarten") {
		return []string{"teacher"}
	}
	got := v.chosen(roleTable)
	if len(got) == 0 {
		return childByAge(v)
	}
	if v.Has("friend") && v.Has("family") { // a grown-up friend
		return []string{"stranger"}
	}
	if at := v.Hits[v.firstHit(roleTable)]; at.Concept != "me" && (len(got) < 2 || !v.owns(at)) {
		return got[:1]
	} else if at.Concept != "me" {
		return got[1:2]
	}
	table := maps.Clone(roleTable)
	delete(table, "me")
	beside := v.chosen(table)
	switch {
	case len(beside) == 0:
		return got[:1]
	case len(beside) > 1 && v.owns(v.Hits[v.firstHit(table)]):
		return beside[1:2]
	}
	return beside[:1]
}

// owns reports that the word of h is in the genitive before what it owns, so that who is meant comes after: "the
// boy's teacher", "çocuğun annesi".
func (v view) owns(h lexicon.Hit) bool {
	fold := v.Tokens[h.Start].Fold
	switch v.Lang {
	case "en":
		return strings.ContainsAny(v.Tokens[h.Start].Raw, "'’") || strings.HasSuffix(fold, "s")
	case "tr":
		return strings.HasSuffix(fold, "in") || strings.HasSuffix(fold, "un")
	case "ps":
		return h.Start > 0 && v.Tokens[h.Start-1].Fold == "د"
	}
	return false
}

// childByAge takes whoever says to be under age for the child.
func childByAge(v view) []string {
	for _, n := range v.Numbers {
		if y, ok := n.Years(); ok && y < 18 {
			return []string{"child"}
		}
	}
	return nil
}

func readContact(v view) []string {
	for _, n := range v.Numbers {
		if n.Kind == lexicon.Phone {
			return []string{"phone"}
		}
	}
	got := v.chosen(map[string]string{"no_contact": "none", "cant_talk": "none", "call_me": "phone", "phone": "phone", "number_phone": "phone",
		"here": "here", "chat_online": "here", "write": "here"})
	if len(got) == 0 && v.Has("no", "nobody", "not", "wont_say") && len(v.Tokens) <= 6 {
		return []string{"none"}
	}
	if slices.Equal(got, []string{"phone"}) && v.deniedLater("phone") {
		return []string{"none"}
	}
	if slices.Contains(got, "here") { // "don't call, write to me here"
		return []string{"here"}
	}
	if slices.Contains(got, "none") {
		return []string{"none"}
	}
	return first(got)
}

func readReview(v view) []string {
	switch {
	case v.Has("nav_edit", "wait_correct"):
		return []string{navEdit}
	case len(v.chosen(map[string]string{"nav_send": navSend})) > 0:
		return []string{navSend}
	case v.Has("nav_send"): // "don't send": asked again
		return nil
	case v.Has("no", "not") && len(v.Tokens) <= 4:
		return []string{navEdit}
	case v.Has("yes", "all_fine") && len(v.Tokens) <= 4:
		return []string{navSend}
	}
	return nil
}
