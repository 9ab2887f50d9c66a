package picture

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	markSOI  = 0xd8
	markSOS  = 0xda
	markSOF2 = 0xc2
	markAPP1 = 0xe1
)

// jpegHead is what is to be known of a JPEG beside its size.
type jpegHead struct {
	orientation int // 1 to 8 as EXIF counts them; 1 is upright, and what is said where nothing is
	progressive bool
}

// readJPEG reads the segments before the picture itself. What is no JPEG has nothing to say, and what is broken says
// no more from there on; an error is one of r.
func readJPEG(r io.Reader) (jpegHead, error) {
	h := jpegHead{orientation: 1}
	in := bufio.NewReader(r)
	var mark [2]byte
	if _, err := io.ReadFull(in, mark[:]); err != nil || mark != [2]byte{0xff, markSOI} {
		return h, unlessEOF(err)
	}
	for {
		kind, body, err := segment(in)
		switch {
		case err != nil:
			return h, unlessEOF(err)
		case kind == 0 || kind == markSOS:
			return h, nil
		case kind == markSOF2:
			h.progressive = true
		case kind == markAPP1:
			if o := exifOrientation(body); o != 0 {
				h.orientation = o
			}
		}
	}
}

// segment reads the next segment; kind 0 says that there is none where one should be.
func segment(in *bufio.Reader) (kind byte, body []byte, err error) {
	b, err := in.ReadByte()
	if err != nil || b != 0xff {
		return 0, nil, err
	}
	for kind = 0xff; kind == 0xff; { // any number of these may stand before
		if kind, err = in.ReadByte(); err != nil {
			return 0, nil, err
		}
	}
	var length [2]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:])) - 2
	if n < 0 {
		return 0, nil, nil
	}
	if kind != markAPP1 {
		_, err = in.Discard(n)
		return kind, nil, err
	}
	body = make([]byte, n)
	_, err = io.ReadFull(in, body)
	return kind, body, err
}

// unlessEOF drops the end of what was read: a file that ends early is broken, not unread.
func unlessEOF(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// exifOrientation reads the one tag that is needed, before all of them are lost: Orientation, 0x0112, of the first
// directory of a TIFF (EXIF 2.32, 4.6.4). 0 is nothing found.
func exifOrientation(app1 []byte) int {
	const begin = "Exif\x00\x00"
	if len(app1) < len(begin)+8 || string(app1[:len(begin)]) != begin {
		return 0
	}
	tiff := app1[len(begin):]
	var order binary.ByteOrder
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return 0
	}
	at := int64(order.Uint32(tiff[4:8]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	count := order.Uint16(tiff[at:])
	for entry := tiff[at+2:]; count > 0 && len(entry) >= 12; count, entry = count-1, entry[12:] {
		if order.Uint16(entry) != 0x0112 || order.Uint16(entry[2:]) != 3 { // 3: a short
			continue
		}
		if o := int(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
			return o
		}
		return 0
	}
	return 0
}
