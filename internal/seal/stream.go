package seal

import (
	"fmt"
	"io"
)

// SealTo gives a writer that encrypts what is written to it, in segments of 1 MB, and passes it on to w. What was
// written is whole only when Close has returned nil; Close does not close w.
func (c *CaseKey) SealTo(w io.Writer, field string) (io.WriteCloser, error) {
	s, err := c.stream()
	if err != nil {
		return nil, fmt.Errorf("sealing an attachment: %w", err)
	}
	sealed, err := s.NewEncryptingWriter(w, bind("stream", c.name, field))
	if err != nil {
		return nil, fmt.Errorf("sealing an attachment: %w", err)
	}
	return sealed, nil
}

// OpenFrom gives a reader of what SealTo wrote to r for the same case and field. Each segment is checked before any
// byte of it is given out: a read returns ErrCannotOpen where the stream was changed, is cut short or is another's.
// An error of r itself comes back as it was.
func (c *CaseKey) OpenFrom(r io.Reader, field string) (io.Reader, error) {
	s, err := c.stream()
	if err != nil {
		return nil, fmt.Errorf("opening an attachment: %w", err)
	}
	from := &source{r: r}
	plain, err := s.NewDecryptingReader(from, bind("stream", c.name, field))
	if err != nil {
		return nil, from.explain()
	}
	return &openedStream{plain: plain, from: from}, nil
}

// source remembers why reading the sealed stream ended, which the decrypting reader does not tell.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (s *source) explain() error {
	if s.err != nil {
		return s.err
	}
	return ErrCannotOpen
}

type openedStream struct {
	plain io.Reader
	from  *source
}

func (o *openedStream) Read(p []byte) (int, error) {
	n, err := o.plain.Read(p)
	if err != nil && err != io.EOF {
		return n, o.from.explain()
	}
	return n, err
}
