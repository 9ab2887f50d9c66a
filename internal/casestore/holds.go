package casestore

import "context"

// Holds reports whether an attachment belongs to a case. One that does not is of a draft that was never sent.
func (s *Store) Holds(ctx context.Context, attachment string) (bool, error) {
	var n int
	err := s.db.Reader().QueryRowContext(ctx, `select count(*) from attachments where id = $1`, attachment).Scan(&n)
	return n > 0, s.fault("looking for an attachment", err)
}
