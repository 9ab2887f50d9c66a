// Package stats counts signals: the tables of the State Agency for Child Protection's yearly report, from cases and
// from imported past registers alike.
//
//	options := stats.Options{From: from, To: to}
//	report, err := stats.Count(ctx, store, options)
//	err = report.WriteTable(os.Stdout)
//
// A case and a record of a past register become the same Signal, and one Counter counts both, so no two tables can
// disagree about what a signal is. A signal counts once, in the period in which it came; of several kinds it counts in
// each. A meeting counts once for each case, day and occasion, by its own date, whoever reports it. What is no signal
// and what is a duplicate never counts and is shown apart.
//
// The package must never import the bot or the router, see a word that somebody said, or change what it counts.
package stats
