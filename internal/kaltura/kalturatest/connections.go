// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package kalturatest

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// countingListener counts the connections it accepts and the bytes they send.
type countingListener struct {
	net.Listener
	connections atomic.Int64
	sent        atomic.Int64
}

func (l *countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.connections.Add(1)
	return &countingConn{Conn: conn, sent: &l.sent}, nil
}

type countingConn struct {
	net.Conn
	sent *atomic.Int64
}

func (c *countingConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

// Connections is the number of TCP connections accepted so far.
func (s *Server) Connections() int { return int(s.listener.connections.Load()) }

// BytesSent is the number of bytes sent so far, headers and TLS included.
func (s *Server) BytesSent() int64 { return s.listener.sent.Load() }

// tcpOf finds the TCP connection under TLS and counting.
func tcpOf(conn net.Conn) *net.TCPConn {
	for {
		switch c := conn.(type) {
		case *tls.Conn:
			conn = c.NetConn()
		case *countingConn:
			conn = c.Conn
		case *net.TCPConn:
			return c
		default:
			return nil
		}
	}
}
