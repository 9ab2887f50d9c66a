package session

import (
	"net"
	"sync"
)

// pipe is a connection whose Write never waits for the reader. A net.Pipe has no buffer: a client that sends many
// commands before it reads, and a server that answers while it reads, would wait for each other for ever.
type pipe struct {
	net.Conn
	mu      sync.Mutex
	pending []byte
	err     error
	more    chan struct{} // something is pending; closed by Close
	close   func() error
}

func newPipe(conn net.Conn) *pipe {
	p := &pipe{Conn: conn, more: make(chan struct{}, 1)}
	p.close = sync.OnceValue(func() error {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.err == nil {
			p.err = net.ErrClosed
		}
		close(p.more)
		return conn.Close()
	})
	go p.pass()
	return p
}

// pass hands on what is pending, until the connection ends.
func (p *pipe) pass() {
	for range p.more {
		p.mu.Lock()
		bytes := p.pending
		p.pending = nil
		p.mu.Unlock()
		if _, err := p.Conn.Write(bytes); err != nil {
			p.mu.Lock()
			p.err = err
			p.mu.Unlock()
		}
	}
}

func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return 0, p.err
	}
	p.pending = append(p.pending, b...)
	select {
	case p.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

func (p *pipe) Close() error { return p.close() }
