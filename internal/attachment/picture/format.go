package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"github.com/chuyme/chuyme/internal/attachment/sniff"
)

// format is one kind of picture that is decoded.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// formats are what is decoded, by MIME type. The list is our own and not that of package image, to which any
// dependency may add.
func formats() map[string]format {
	return map[string]format{
		"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode},
		"image/png":  {png.DecodeConfig, png.Decode},
		"image/gif":  {gif.DecodeConfig, gif.Decode}, // the first of its pictures
		"image/webp": {webp.DecodeConfig, webp.Decode},
	}
}

// Decodes reports whether pictures of a MIME type have a working copy, as far as they are whole.
func Decodes(mime string) bool {
	_, ok := formats()[mime]
	return ok
}

// headOf tells the format of what r begins with, and how large a picture it promises to be.
func headOf(r io.Reader) (f format, c image.Config, err error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return f, c, err
	}
	f, ok := formats()[sniff.Type(head[:n])]
	if !ok {
		return f, c, errors.New("none of the kinds of picture that are decoded")
	}
	c, err = f.config(io.MultiReader(bytes.NewReader(head[:n]), r))
	return f, c, err
}

// perPixel is how many bytes a decoder takes for a pixel, at most. A progressive JPEG holds all its coefficients until
// its last scan.
func perPixel(c image.Config, progressive bool) int64 {
	n := int64(4)
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		n = 8
	case color.YCbCrModel:
		n = 3
	case color.GrayModel:
		n = 1
	}
	if progressive {
		return n * 5
	}
	return n
}
