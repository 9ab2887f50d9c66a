package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// quality is that of a working copy: a chat on a screenshot can be read, and a photo has about a tenth of its bytes.
const quality = 88

// fit draws a picture on white, its longer side at most side. It is halved until the last step, so that each pixel
// has its part in the result, and memory is that of half the picture and no more.
func fit(src image.Image, side int) *image.RGBA {
	for {
		w, h := src.Bounds().Dx(), src.Bounds().Dy()
		long := max(w, h)
		switch {
		case long > 2*side:
			src = onWhite(src, (w+1)/2, (h+1)/2)
		case long > side:
			return onWhite(src, max(1, w*side/long), max(1, h*side/long))
		default:
			return onWhite(src, w, h)
		}
	}
}

// onWhite draws a picture w wide and h high.
func onWhite(src image.Image, w, h int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Over, nil)
	return dst
}

// turn sets a picture upright that was held as orientation says.
func turn(src *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	dst := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fromX, fromY := heldAt(x, y, w, h, orientation)
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(fromX, fromY):][:4])
		}
	}
	return dst
}

// heldAt tells where the pixel (x, y) of the upright picture stands in the w × h pixels as they were stored.
func heldAt(x, y, w, h, orientation int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

func encode(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encoding a picture: %w", err)
	}
	return out.Bytes(), nil
}
