package console

// Gloss is one word or phrase of a message beside what a machine takes it for.
type Gloss struct {
	Word  string
	Label string // Bulgarian; "" where the word is not understood
}
