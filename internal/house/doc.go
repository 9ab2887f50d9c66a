// Package house holds the rules of the house as tests: imports run one way, every package says what it is for, every
// promise has tests that would fail if it were broken, and what stands in deploy and the README agrees with the program.
//
// It must never hold code that the program uses, nor ask another program over the network.
package house
